/// The boxes of one cell, laid on every cell of a feature map: row by row, in a row cell by cell.
struct AnchorGrid {
  /// A box by its corners, around the point of its cell.
  typealias CellBox = (x1: Double, y1: Double, x2: Double, y2: Double)

  let height: Int
  let width: Int
  let strideY: Double
  let strideX: Double
  /// Where in a cell its point lies: 0 is the near corner, ½ the middle.
  let offset: Double
  let cell: [CellBox]

  /// Boxes (A, 4) xyxy of all grids, of which there are `count`. They are computed in float64, rounded once, and shifted.
  @inline(__always)
  static func lay<S: Scalar>(_ grids: [AnchorGrid], count: Int) -> Boxes<S> {
    let tensor = Tensor<S>(shape: Shape(boxes: count)) { output in
      guard var next = output.baseAddress else { return }
      // A level without cells, or without anchors in them, has nothing to go through, however large an extent is.
      for grid in grids where grid.height > 0 && grid.width > 0 && !grid.cell.isEmpty {
        for row in 0..<grid.height {
          let y = S((Double(row) + grid.offset) * grid.strideY)
          for column in 0..<grid.width {
            let x = S((Double(column) + grid.offset) * grid.strideX)
            for box in grid.cell {
              CornerBox(x1: S(box.x1) + x, y1: S(box.y1) + y, x2: S(box.x2) + x, y2: S(box.y2) + y).write(to: next)
              next += 4
            }
          }
        }
      }
    }
    return Boxes(unchecked: tensor, format: .xyxy)
  }

  /// How many anchors levels of these extents hold; an error if the answer's 4 numbers each were more than `limit`.
  static func count(_ levels: [[Int]], limit: Int) throws(DetectionError) -> Int {
    var total = 0
    for extents in levels where !extents.contains(0) {
      guard let shape = Shape(extents) else { throw .answerTooLarge(elements: .max, limit: limit) }
      total = total.addingReportingOverflow(shape.count).partialValue
      guard total >= 0, total <= limit / 4 else {
        throw .answerTooLarge(elements: total < 0 || total > .max / 4 ? .max : total * 4, limit: limit)
      }
    }
    return total
  }
}
