import RealModule

/// The cells of a YOLOX head, level by level.
struct YOLOXCells: Sendable {
  struct Place: Sendable {
    let column: Double
    let row: Double
    let strideX: Double
    let strideY: Double

    /// The cell, in pixels.
    func box<S: Scalar>() -> Box<S> {
      Box(
        x: Interval(S(column * strideX), S((column + 1) * strideX), .ends),
        y: Interval(S(row * strideY), S((row + 1) * strideY), .ends))
    }
  }

  let places: [Place]

  init(_ levels: [GridLevel]) {
    places = levels.flatMap { level in
      (0..<level.cells).map { cell in
        let (x, y) = level.place(of: cell, as: Double.self)
        return Place(column: x, row: y, strideX: level.strideX, strideY: level.strideY)
      }
    }
  }
}
