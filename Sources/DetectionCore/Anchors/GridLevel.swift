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

extension GridLevel {
  /// A cell in pixels.
  func box<S: Scalar>(_ cell: Int) -> Box<S> {
    let (x, y) = place(of: cell, as: Double.self)
    return Box(
      x: Interval(S(x * strideX), S((x + 1) * strideX), .ends), y: Interval(S(y * strideY), S((y + 1) * strideY), .ends)
    )
  }
}

extension [GridLevel] {
  /// The rows of each level, with so many in a cell; `nil` if they cannot be counted.
  public func rows(perCell anchors: Int = 1) -> [Range<Int>]? {
    let counts = map { $0.cells.multipliedReportingOverflow(by: anchors) }
    return counts.contains(where: \.overflow) ? nil : [Range<Int>](counts: counts.map(\.partialValue))
  }
}

extension [GridLevel] {
  /// A box as large as a cell around the centre of each, xyxy; a centre is `offset` strides from its cell's corner. There
  /// must be `rows` cells in all.
  public func cellBoxes<S: Scalar>(offset: Double, rows: Int, as scalar: S.Type = S.self) -> Boxes<S> {
    let tensor = Tensor<S>(shape: Shape(boxes: rows)) { output in
      guard var next = output.baseAddress else { return }
      for level in self {
        for cell in 0..<level.cells {
          let (column, row) = (Double(cell % level.width), Double(cell / level.width))
          let (x, y) = ((column + offset) * level.strideX, (row + offset) * level.strideY)
          CornerBox(
            x1: S(x - level.strideX / 2), y1: S(y - level.strideY / 2), x2: S(x + level.strideX / 2),
            y2: S(y + level.strideY / 2)
          ).write(to: next)
          next += 4
        }
      }
    }
    return Boxes(unchecked: tensor, format: .xyxy)
  }
}
