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

/// The sums of the four terms over one image.
struct YOLOSums {
  var box = 0.0
  var objectness = 0.0
  var noObject = 0.0
  var classification = 0.0

  /// The terms of a batch: each image's sum by its divisor.
  static func terms<S: Scalar>(_ sums: [YOLOSums], by divisors: [Double], _ weights: YOLOWeights)
    -> [CompositeLoss<S>.Term]
  {
    func total(_ term: KeyPath<YOLOSums, Double>) -> Double {
      zip(sums, divisors).reduce(0) { $0 + $1.0[keyPath: term] / $1.1 }
    }
    return [
      .init("box", total(\.box), weight: weights.box),
      .init("objectness", total(\.objectness), weight: weights.objectness),
      .init("no_object", total(\.noObject), weight: weights.noObject),
      .init("classification", total(\.classification), weight: weights.classification),
    ]
  }
}

/// What the weights of the terms come to as factors of derivatives, for an image whose sums have a divisor.
struct YOLOFactors<S: Scalar> {
  let box: S
  let objectness: S
  let noObject: S
  let classification: S

  /// The same of a row that counts more or less than others.
  func times(_ weight: S) -> YOLOFactors {
    weight == 1
      ? self
      : YOLOFactors(
        box: weight * box, objectness: weight * objectness, noObject: noObject,
        classification: weight * classification)
  }

  private init(box: S, objectness: S, noObject: S, classification: S) {
    (self.box, self.objectness, self.noObject, self.classification) = (box, objectness, noObject, classification)
  }

  init(_ weights: YOLOWeights, divisor: Double) {
    box = S(weights.box / divisor)
    objectness = S(weights.objectness / divisor)
    noObject = S(weights.noObject / divisor)
    classification = S(weights.classification / divisor)
  }
}
