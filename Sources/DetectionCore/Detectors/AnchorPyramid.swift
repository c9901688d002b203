/// A pyramid whose cells have anchors that are told by width and height alone, as YOLO's.
public struct AnchorPyramid: Sendable, Equatable {
  /// How the rows of a level run.
  public enum RowOrder: String, Sendable, CaseIterable {
    /// Row, column, anchor: maps (H, W, A, C).
    case cellMajor = "cell-major"
    /// Anchor, row, column: maps (A, H, W, C).
    case anchorMajor = "anchor-major"
  }

  /// An anchor's width and height, in pixels.
  public struct Anchor: Sendable, Equatable {
    /// The extent along x.
    public let width: Double
    /// The extent along y.
    public let height: Double

    /// An anchor.
    public init(width: Double, height: Double) {
      self.width = width
      self.height = height
    }
  }

  private let levels: [GridLevel]
  private let anchors: [[Anchor]]
  private let order: RowOrder
  /// The rows of each level; `nil` if they cannot be counted.
  public let rows: [Range<Int>]?

  /// A grid: the anchors of a cell for each level; levels without any have no rows.
  public init(_ levels: [GridLevel], anchors: [[Anchor]], order: RowOrder = .cellMajor) {
    self.levels = levels
    self.anchors = anchors
    self.order = order
    rows = Self.rows(levels, anchors)
  }

  private static func rows(_ levels: [GridLevel], _ anchors: [[Anchor]]) -> [Range<Int>]? {
    guard levels.count == anchors.count else { return nil }
    var ranges: [Range<Int>] = []
    var start = 0
    for (level, anchors) in zip(levels, anchors) {
      let (count, overflow) = level.cells.multipliedReportingOverflow(by: anchors.count)
      let (end, sumOverflow) = start.addingReportingOverflow(count)
      guard !overflow, !sumOverflow else { return nil }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// Where a row stands: its cell, the pixels of a cell, and its anchor's size.
  struct Cell<S: Scalar> {
    let x: S
    let y: S
    let strideX: S
    let strideY: S
    let width: S
    let height: S
  }

  /// The cell of a row that one of `ranges`, the rows of the levels, contains.
  func cell<S: Scalar>(of row: Int, _ ranges: [Range<Int>], as scalar: S.Type) -> Cell<S> {
    let number = ranges.level(of: row)
    let (level, anchors) = (levels[number], anchors[number])
    let index = row - ranges[number].lowerBound
    let (cell, anchor) =
      order == .cellMajor
      ? (index / anchors.count, index % anchors.count) : (index % level.cells, index / level.cells)
    let (x, y) = level.place(of: cell, as: S.self)
    return Cell(
      x: x, y: y, strideX: S(level.strideX), strideY: S(level.strideY), width: S(anchors[anchor].width),
      height: S(anchors[anchor].height))
  }
}
