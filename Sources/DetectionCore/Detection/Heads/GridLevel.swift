/// One level of a pyramid of feature maps: cells, and the pixels between them.
public struct GridLevel: Sendable, Equatable {
  /// Rows of cells.
  public let height: Int
  /// Columns of cells.
  public let width: Int
  /// Pixels from one row to the next.
  public let strideY: Double
  /// Pixels from one column to the next.
  public let strideX: Double
  /// How many cells there are.
  public let cells: Int

  /// A level; `nil` if its cells cannot be counted.
  public init?(height: Int, width: Int, strideY: Double, strideX: Double) {
    guard let shape = Shape([height, width]) else { return nil }
    self.height = height
    self.width = width
    self.strideY = strideY
    self.strideX = strideX
    cells = shape.count
  }

  /// The column and row of a cell; cells run row by row.
  @inline(__always)
  func place<S: Scalar>(of cell: Int, as scalar: S.Type = S.self) -> (x: S, y: S) {
    (S(cell % max(width, 1)), S(cell / max(width, 1)))
  }
}

extension [GridLevel] {
  /// The rows of each level, with so many in a cell; `nil` if they cannot be counted.
  func rows(perCell anchors: Int = 1) -> [Range<Int>]? {
    var ranges: [Range<Int>] = []
    var start = 0
    for level in self {
      let (count, overflow) = level.cells.multipliedReportingOverflow(by: anchors)
      let (end, sumOverflow) = start.addingReportingOverflow(count)
      guard !overflow, !sumOverflow else { return nil }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }
}
