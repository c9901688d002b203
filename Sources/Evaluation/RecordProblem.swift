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
