/// EIoU's term.
extension BoxOverlap {
  /// (w − w*)²/c_w² + (h − h*)²/c_h², with c_w and c_h the sides of the smallest box around both.
  @inline(__always)
  var sidesTerm: OverlapTerm<L> {
    let (x, y) = (Self.side(x), Self.side(y))
    return OverlapTerm(value: x.value + y.value, x: x.slopes, y: y.slopes)
  }

  /// t² with t = (w − w*)/c; 0 where c is. Where an end bounds the enclosing box as well, ∂t = (1 − t)/c, and 1 − t is a
  /// sum: c − (w − w*) = w* + what the target has outside of the box.
  @inline(__always)
  private static func side(_ axis: AxisOverlap<L>) -> (value: L, slopes: AxisSlopes<L>) {
    let span = axis.span.orOne
    let t = (axis.excess - axis.targetExcess) / span
    let inner = 2 * t / span
    let outer = inner * ((axis.targetSize + axis.targetExcess) / span)
    let low = -L.choose(axis.lowBounds, inner, outer)
    let high = L.choose(axis.highBounds, inner, outer)
    // A shift moves one end of the enclosing box, if any.
    let drift = 2 * t * t / span
    return (
      t * t,
      axis.slopes(
        low: low, high: high, shift: axis.nested(.zero, else: L.choose(axis.highBounds, drift, -drift)),
        stretch: (high - low) * 0.5)
    )
  }
}
