/// How many records were evaluated.
public struct EvaluationCounts: Equatable, Sendable {
  /// Listed images.
  public let images: Int
  /// Objects of listed images and categories.
  public let objects: Int
  /// Detections of listed categories.
  public let detections: Int
  /// Objects left out.
  public let droppedObjects: Int
  /// Detections left out.
  public let droppedDetections: Int
}
