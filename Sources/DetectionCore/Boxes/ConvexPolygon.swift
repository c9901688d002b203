import RealModule

/// A convex polygon of a few corners: what is left of a rectangle.
///
/// No memory is allocated: one is made for every pair of boxes.
struct ConvexPolygon<S: Scalar> {
  /// A side that cuts adds a corner, so that four make eight of a rectangle's four. Of corners that rounding has put to
  /// either side of an edge by turns, it may add half as many as there are: 6, 9, 13, 19.
  private typealias Corners = InlineArray<19, Point<S>>

  private var corners = Corners(repeating: Point(x: 0, y: 0))
  private var count = 4

  /// A rectangle.
  init(center: Point<S>, width: S, height: S, angle: S) {
    let (cos, sin) = (S.cos(angle) / 2, S.sin(angle) / 2)
    let (ax, ay) = (width * cos, width * sin)
    let (bx, by) = (-height * sin, height * cos)
    corners[0] = Point(x: center.x - ax - bx, y: center.y - ay - by)
    corners[1] = Point(x: center.x + ax - bx, y: center.y + ay - by)
    corners[2] = Point(x: center.x + ax + bx, y: center.y + ay + by)
    corners[3] = Point(x: center.x - ax + bx, y: center.y - ay + by)
  }

  /// Keeps what lies in [−x, x] × [−y, y]: Sutherland and Hodgman, side by side.
  mutating func clip(to x: S, _ y: S) {
    for sign in [S(1), -1] { clip(to: x, sign, { $0.x }, { $0.y }) { Point(x: $0, y: $1) } }
    for sign in [S(1), -1] { clip(to: y, sign, { $0.y }, { $0.x }) { Point(x: $1, y: $0) } }
  }

  @inline(__always)
  private mutating func clip(
    to bound: S, _ sign: S, _ axis: (Point<S>) -> S, _ across: (Point<S>) -> S, _ corner: (S, S) -> Point<S>
  ) {
    guard count > 0 else { return }
    let all = corners
    var previous = all[count - 1]
    var kept = 0
    for index in 0..<count {
      let next = all[index]
      let (from, to) = (sign * axis(previous), sign * axis(next))
      // A corner on the side is inside; where an edge crosses the side, the new corner lies on it exactly.
      if (from <= bound) != (to <= bound) {
        let share = (bound - from) / (to - from)
        corners[kept] = corner(sign * bound, across(previous) + share * (across(next) - across(previous)))
        kept += 1
      }
      if to <= bound {
        corners[kept] = next
        kept += 1
      }
      previous = next
    }
    count = kept
  }

  /// By triangles around the first corner, so that a distant centre costs no digit.
  var area: S {
    guard count >= 3 else { return 0 }
    var twice = S(0)
    let first = corners[0]
    for index in 2..<count {
      let (a, b) = (corners[index - 1], corners[index])
      twice += (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)
    }
    return max(twice / 2, 0)
  }
}
