import DetectionCore

/// What a TIDE analysis answers.
public struct TIDEResult: Sendable {
  /// AP at `posThreshold` in percent: 101 points, the mean over classes that have an object or a detection.
  public let averagePrecision: Double
  /// How much AP would rise if a kind alone were repaired, in percent, at least 0. These do not add up to 100 − AP.
  public let deltas: [(kind: TIDEKind, value: Double)]
  /// The same for all false detections, their scores set to 0.
  public let falsePositives: Double
  /// The same for all objects that were not found, taken off the count.
  public let falseNegatives: Double
  /// How many errors of each kind there are.
  public let counts: [(kind: TIDEKind, value: Int)]
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]
}
