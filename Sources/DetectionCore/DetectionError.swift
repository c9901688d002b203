/// What can be wrong with the numbers of a computation. Inputs are named as in the contract (`boxes`, `targets`).
public enum DetectionError: Error, Equatable, Sendable {
  /// An input's shape does not fit the others'.
  case shapeMismatch(input: String, expected: String, found: Shape)
  /// An element is outside what the operation takes; `position` is flat, row-major.
  case valueOutOfRange(input: String, position: Int, value: Double, expected: String)
  /// A row and channel that should hold a score in [0, 1] and cannot, and what the numbers look like instead.
  case notScores(input: String, row: Int, channel: Int, value: Double, look: ScoreLook)
  /// Rows whose far corner lies before the near one, or whose size is negative.
  case invertedBoxes(input: String, rows: [Int])
  /// Parameters or inputs that exclude or require each other.
  case conflict(input: String, reason: String)
  /// The answer would hold more elements than the caller allows.
  case answerTooLarge(elements: Int, limit: Int)
  /// The work was not done when its time was over.
  case deadlineExceeded
}
