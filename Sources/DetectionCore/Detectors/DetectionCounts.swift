/// How many candidates each stage of a pipeline left.
public struct DetectionCounts: Sendable, Equatable {
  /// (row, class) pairs, or boxes.
  public var candidates = 0
  /// Those whose score is strictly greater than the threshold.
  public var aboveThreshold = 0
  /// Those left by the selection per level.
  public var afterTopK = 0
  /// Those whose boxes are not too small, where that is asked.
  public var afterMinimumSize: Int?
  /// Boxes left by suppression.
  public var afterNMS = 0
  /// Boxes answered.
  public var returned = 0

  /// Counts of the stages; `returned` is 0 until something is.
  public init(candidates: Int = 0, aboveThreshold: Int = 0, afterTopK: Int = 0, afterNMS: Int = 0) {
    self.candidates = candidates
    self.aboveThreshold = aboveThreshold
    self.afterTopK = afterTopK
    self.afterNMS = afterNMS
  }
}
