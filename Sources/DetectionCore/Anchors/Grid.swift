/// The rows of a head on a feature pyramid: the levels, the anchors of a cell, in which order their rows run, and where
/// each row stands. Losses and decoding read the same one.
public struct Grid: Sendable, Equatable {
  /// How the rows of a level run.
  public enum RowOrder: String, Sendable, CaseIterable {
    /// Row, column, anchor: maps (H, W, A, C).
    case cellMajor = "cell-major"
    /// Anchor, row, column: maps (A, H, W, C).
    case anchorMajor = "anchor-major"
  }

  /// One level.
  public struct Level: Sendable, Equatable {
    /// Its cells.
    public let cells: GridLevel
    /// The anchors of each cell, around its middle.
    public let anchors: [AnchorShape]
    /// Its rows among those of all levels.
    public let rows: Range<Int>
  }

  /// The levels, in the order of their rows.
  public let levels: [Level]
  /// How the rows of a level run.
  public let order: RowOrder

  /// A grid of the anchors of a cell, level by level; a level without any has no rows. `nil` if the lists are of different
  /// lengths, or there are more rows than can be counted.
  public init?(_ cells: [GridLevel], anchors: [[AnchorShape]], order: RowOrder = .cellMajor) {
    guard cells.count == anchors.count else { return nil }
    let counts = zip(cells, anchors).map { $0.cells.multipliedReportingOverflow(by: $1.count) }
    guard !counts.contains(where: \.overflow), let ranges = [Range<Int>](counts: counts.map(\.partialValue)) else {
      return nil
    }
    levels = cells.indices.map { Level(cells: cells[$0], anchors: anchors[$0], rows: ranges[$0]) }
    self.order = order
  }

  /// A grid of one row a cell, whose anchor is the cell itself; `nil` if there are more than can be counted.
  public init?(_ cells: [GridLevel]) {
    self.init(cells, anchors: cells.map { [AnchorShape(width: $0.strideX, height: $0.strideY)] })
  }

  /// The rows of each level.
  public var ranges: [Range<Int>] { levels.map(\.rows) }
  /// How many rows there are.
  public var rows: Int { levels.last?.rows.upperBound ?? 0 }

  /// Where a row stands: its cell, the pixels of a cell, and its anchor's size.
  struct Place<S: Scalar>: Sendable {
    let column: S
    let row: S
    let strideX: S
    let strideY: S
    let width: S
    let height: S
  }

  /// The place of a row of a level, counted from the level's first.
  @inline(__always)
  func place<S: Scalar>(of index: Int, in level: Level, as scalar: S.Type = S.self) -> Place<S> {
    let (cells, count) = (level.cells.cells, level.anchors.count)
    let (cell, anchor) = order == .cellMajor ? (index / count, index % count) : (index % cells, index / cells)
    let (x, y) = level.cells.place(of: cell, as: S.self)
    return Place(
      column: x, row: y, strideX: S(level.cells.strideX), strideY: S(level.cells.strideY),
      width: S(level.anchors[anchor].width), height: S(level.anchors[anchor].height))
  }

  /// The place of a row among those of all levels; `ranges` are the grid's.
  @inline(__always)
  func place<S: Scalar>(of row: Int, _ ranges: [Range<Int>], as scalar: S.Type = S.self) -> Place<S> {
    let level = levels[ranges.level(of: row)]
    return place(of: row - level.rows.lowerBound, in: level)
  }

  /// The row of an anchor of a cell of a level.
  func row(of anchor: Int, cell: Int, in level: Level) -> Int {
    level.rows.lowerBound
      + (order == .cellMajor ? cell * level.anchors.count + anchor : anchor * level.cells.cells + cell)
  }
}
