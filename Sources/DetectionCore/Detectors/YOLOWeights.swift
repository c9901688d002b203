/// What the four terms count in the losses of YOLO's first and third version.
public struct YOLOWeights: Sendable, Equatable {
  /// Of the box error; λ_coord.
  public var box: Double
  /// Of the objectness where there is an object.
  public var objectness: Double
  /// Of the objectness where there is none; λ_noobj.
  public var noObject: Double
  /// Of the classes.
  public var classification: Double

  /// Weights; without arguments all 1.
  public init(box: Double = 1, objectness: Double = 1, noObject: Double = 1, classification: Double = 1) {
    self.box = box
    self.objectness = objectness
    self.noObject = noObject
    self.classification = classification
  }
}
