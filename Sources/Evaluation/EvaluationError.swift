/// Why an evaluation gives no numbers.
public enum EvaluationError: Error, Equatable, Sendable {
  /// A row is wrong.
  case record(RecordProblem)
  /// A parameter is outside what can be computed; `name` as in the contract.
  case parameter(name: String, reason: String)
  /// A column has another number of rows than its table.
  case columnLength(table: RecordTable, member: String, expected: Int, found: Int)
  /// The arrays would hold more numbers than the caller allows.
  case answerTooLarge(elements: Int, limit: Int)
  /// The work was not done when its time was over.
  case deadlineExceeded
}
