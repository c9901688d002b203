/// The rows of a YOLOv3 head: the levels of a pyramid, and the anchors of a cell on each.
public struct YOLOv3Grid: Sendable {
  /// How the rows of a level run.
  public enum RowOrder: String, Sendable, CaseIterable {
    /// Row, column, anchor: maps (H, W, A, 5 + K).
    case cellMajor = "cell-major"
    /// Anchor, row, column: maps (A, H, W, 5 + K).
    case anchorMajor = "anchor-major"
  }

  /// An anchor's width and height, in pixels.
  public struct Anchor: Sendable, Equatable {
    let width: Double
    let height: Double

    /// An anchor; both sizes are positive.
    public init(width: Double, height: Double) {
      self.width = width
      self.height = height
    }
  }

  /// One level: its cells, its anchors, and its first row.
  struct Level: Sendable {
    let cells: GridLevel
    let anchors: [Anchor]
    let start: Int
  }

  let levels: [Level]
  let order: RowOrder
  /// How many rows there are.
  public let rows: Int

  /// A grid; `nil` if its rows cannot be counted, or the lists are of different lengths.
  public init?(_ levels: [GridLevel], anchors: [[Anchor]], order: RowOrder = .cellMajor) {
    guard levels.count == anchors.count else { return nil }
    var counted: [Level] = []
    var rows = 0
    for (cells, anchors) in zip(levels, anchors) {
      counted.append(Level(cells: cells, anchors: anchors, start: rows))
      let (own, overflow) = cells.cells.multipliedReportingOverflow(by: anchors.count)
      let (sum, sumOverflow) = rows.addingReportingOverflow(own)
      guard !overflow, !sumOverflow else { return nil }
      rows = sum
    }
    self.levels = counted
    self.order = order
    self.rows = rows
  }

  /// Where a row stands: its cell, the pixels of a cell, and its anchor's size.
  struct Place<S: Scalar> {
    let column: S
    let row: S
    let strideX: S
    let strideY: S
    let width: S
    let height: S
  }

  /// The place of a row of a level, counted from the level's first.
  @inline(__always)
  func place<S: Scalar>(of index: Int, in level: Level) -> Place<S> {
    let count = level.anchors.count
    let (cell, anchor) =
      order == .cellMajor ? (index / count, index % count) : (index % level.cells.cells, index / level.cells.cells)
    let (x, y) = level.cells.place(of: cell, as: S.self)
    return Place(
      column: x, row: y, strideX: S(level.cells.strideX), strideY: S(level.cells.strideY),
      width: S(level.anchors[anchor].width), height: S(level.anchors[anchor].height))
  }

  /// The row of an anchor of a cell.
  func row(of anchor: Int, cell: Int, in level: Level) -> Int {
    level.start
      + (order == .cellMajor ? cell * level.anchors.count + anchor : anchor * level.cells.cells + cell)
  }
}
