/// A point of the plane.
struct Point<S: Scalar> {
  let x: S
  let y: S

  @inline(__always)
  func squaredDistance(to other: Point) -> S {
    let (dx, dy) = (x - other.x, y - other.y)
    return dx * dx + dy * dy
  }
}

extension Box {
  var center: Point<S> { Point(x: x.center, y: y.center) }

  /// Whether a point lies inside, not on the border.
  @inline(__always)
  func contains(_ point: Point<S>) -> Bool {
    x.low < point.x && point.x < x.high && y.low < point.y && point.y < y.high
  }
}

extension Boxes {
  /// The box of a row.
  @inline(__always)
  func box(_ row: Int) -> Box<S> { withRows { Box($0 + 4 * row, format) } }

  /// The middle of every box.
  var centers: [Point<S>] { (0..<count).map { box($0).center } }
}
