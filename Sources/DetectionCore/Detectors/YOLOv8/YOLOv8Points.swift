import RealModule

/// The points of a YOLOv8 head: the middle of every cell, level by level.
struct YOLOv8Points<S: Scalar>: Sendable {
  /// A point in strides of its level, and these.
  struct Place: Sendable {
    let x: S
    let y: S
    let strideX: S
    let strideY: S

    /// The cell around the point, in pixels.
    var cell: Box<S> {
      Box(
        x: Interval(x * strideX, strideX, .centerAndSize), y: Interval(y * strideY, strideY, .centerAndSize))
    }

    /// The point in pixels, as a box without size.
    var box: Box<S> {
      Box(
        x: Interval(x * strideX, x * strideX, .ends), y: Interval(y * strideY, y * strideY, .ends))
    }
  }

  let places: [Place]

  init(_ levels: [GridLevel]) {
    places = levels.flatMap { level in
      (0..<level.cells).map { cell in
        let (x, y) = level.place(of: cell, as: S.self)
        return Place(x: x + 0.5, y: y + 0.5, strideX: S(level.strideX), strideY: S(level.strideY))
      }
    }
  }
}
