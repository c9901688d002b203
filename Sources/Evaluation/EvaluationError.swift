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

/// Where records stand in a COCO file.
public enum RecordTable: String, Equatable, Sendable {
  /// `ground_truth/images`
  case images
  /// `ground_truth/categories`
  case categories
  /// `ground_truth/annotations`
  case annotations
  /// `detections`
  case detections
}

/// A row that cannot be evaluated. Rows count from 0.
public struct RecordProblem: Equatable, Sendable {
  /// The table.
  public let table: RecordTable
  /// The row.
  public let row: Int
  /// The member of the row, as in a COCO file.
  public let member: String
  /// What is wrong.
  public let reason: Reason

  /// The kinds of mistakes.
  public enum Reason: Equatable, Sendable {
    /// The ground truth lists no image of this id; `otherKind` is listed, and looks the same (`2` and `"2"`).
    case unknownImage(RecordID, otherKind: RecordID?)
    /// Another row before this one has the same id.
    case duplicateID(RecordID, firstRow: Int)
    /// A number, or the area or far corner that follows from it, is infinite or not a number.
    case notFinite
    /// A width or height below 0.
    case negativeSize
    /// The row has no such member, and the evaluation needs it.
    case missing
  }
}
