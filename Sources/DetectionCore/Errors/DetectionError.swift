/// What can be wrong with the numbers of a computation: the role of an input, the rule it breaks, and the numbers that break
/// it. Who asks for the computation knows what its inputs are called, and says it in words.
public enum DetectionError: Error, Equatable, Sendable {
  /// An input's shape is not what the rule asks for.
  case shape(InputRole, ShapeRule, found: Shape)
  /// A number is not what the rule asks for; `position` is flat, row-major.
  case number(InputRole, NumberRule, position: Int, value: Double)
  /// A row and channel that should hold a score in [0, 1] and cannot, and what the numbers look like instead.
  case notScores(InputRole, row: Int, channel: Int, value: Double, look: ScoreLook)
  /// Rows whose far corner lies before the near one, or whose size is negative.
  case invertedBoxes(InputRole, rows: [Int])
  /// Parameters or inputs that exclude or require each other.
  case conflict(InputRole, Conflict)
  /// A row of an input has no number by the convention that was asked for: 0/0.
  case undefined(InputRole, row: Int)
  /// The answer would hold more elements than the caller allows.
  case answerTooLarge(elements: Int, limit: Int)
  /// The work was not done when its time was over.
  case deadlineExceeded
}
