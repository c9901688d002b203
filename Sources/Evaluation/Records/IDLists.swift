import DetectionCore

/// A list of ids per row, one list after the other.
public struct IDLists: Sendable {
  /// The ids of all rows.
  public var ids: IDColumn
  /// Where each row's list ends in `ids`, rising.
  public var ends: [Int]
  /// The first row whose member is absent, which is not the same as an empty list.
  public var firstMissing: Int?

  /// Lists that end at `ends`.
  public init(ids: IDColumn, ends: [Int], firstMissing: Int? = nil) {
    self.ids = ids
    self.ends = ends
    self.firstMissing = firstMissing
  }

  /// Where a row's list lies in `ids`; empty if the ends do not rise or reach beyond the column.
  func range(_ row: Int) -> Range<Int> {
    guard ends.indices.contains(row) else { return 0..<0 }
    let start = row == 0 ? 0 : ends[row - 1]
    return start >= 0 && start <= ends[row] && ends[row] <= ids.count ? start..<ends[row] : 0..<0
  }
}
