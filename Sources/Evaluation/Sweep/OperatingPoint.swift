/// A detector at a threshold: detections with a score of at least `threshold` count.
public struct OperatingPoint: Equatable, Sendable {
  /// The score.
  public let threshold: Double
  /// Detections with an object.
  public let truePositives: Int
  /// Detections without.
  public let falsePositives: Int
  /// Objects without a detection.
  public let falseNegatives: Int
  /// F_β = (1 + β²) P R / (β² P + R).
  public let fScore: Double

  /// tp / (tp + fp).
  public var precision: Double { Double(truePositives) / Double(truePositives + falsePositives) }
  /// tp / (tp + fn).
  public var recall: Double { Double(truePositives) / Double(truePositives + falseNegatives) }
}
