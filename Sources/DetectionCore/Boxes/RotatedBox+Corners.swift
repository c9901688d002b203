import RealModule

extension RotatedBox {
  /// The corners in the order of ultralytics' `xywhr2xyxyxyxy`: centre + a + b, + a − b, − a − b, − a + b, with half sides a
  /// along the width and b along the height.
  var corners: [Point<S>] {
    let (cos, sin) = (S.cos(angle), S.sin(angle))
    let (ax, ay) = (width / 2 * cos, width / 2 * sin)
    let (bx, by) = (-height / 2 * sin, height / 2 * cos)
    return [
      Point(x: x + ax + bx, y: y + ay + by), Point(x: x + ax - bx, y: y + ay - by),
      Point(x: x - ax - bx, y: y - ay - by), Point(x: x - ax + bx, y: y - ay + by),
    ]
  }

  /// The upright box around it.
  var hull: CornerBox<S> {
    let corners = corners
    let (x, y) = (corners.map(\.x), corners.map(\.y))
    return CornerBox(
      x1: x.min() ?? self.x, y1: y.min() ?? self.y, x2: x.max() ?? self.x, y2: y.max() ?? self.y)
  }

  /// The same rectangle with an angle in [0, π/2), its sides changed over where that takes it
  /// (ultralytics' `regularize_rboxes`).
  var regular: RotatedBox {
    func remainder(_ divisor: S) -> S {
      let rest = angle.truncatingRemainder(dividingBy: divisor)
      return rest < 0 ? rest + divisor : rest
    }
    let isTurned = remainder(.pi) >= S.pi / 2
    return RotatedBox(
      x: x, y: y, width: isTurned ? height : width, height: isTurned ? width : height, angle: remainder(.pi / 2))
  }
}
