/// GIoU's term.
extension BoxOverlap {
  /// |C ∖ (B ∪ B*)| / |C| = 1 − U/C, with C the smallest box around both; 0 where C has no area.
  @inline(__always)
  var uncoveredTerm: OverlapTerm<L> {
    let enclosing = x.span * y.span
    let hasArea = enclosing .> 0
    let (divisor, uncovered) = (enclosing.orOne, uncovered)
    return OverlapTerm(
      value: L.choose(hasArea, uncovered / divisor, .zero),
      x: uncoveredSlopes(x, y, divisor, uncovered).only(where: hasArea),
      y: uncoveredSlopes(y, x, divisor, uncovered).only(where: hasArea))
  }

  /// ∂(1 − U/C) = (U ∂C − C ∂U)/C². An end that does not bound the overlap bounds C:
  /// then U − c h = c (C/c − h) − (C − U) with c the span, which is a sum over what the box leaves of C.
  @inline(__always)
  private func uncoveredSlopes(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>, _ enclosing: L, _ uncovered: L)
    -> AxisSlopes<L>
  {
    let inner = -L.choose(gains(axis, across), across.excess, across.size) / enclosing
    let outer = (across.targetExcess - uncovered / axis.span.orOne) / enclosing
    let low = -L.choose(axis.lowBounds, inner, outer)
    let high = L.choose(axis.highBounds, inner, outer)
    return axis.slopes(
      low: low, high: high, shift: axis.nested(.zero, else: low + high), stretch: (high - low) * 0.5)
  }

  /// |C| − |B ∪ B*|: the corners that neither covers, or, where the boxes are apart, what lies beside and between.
  @inline(__always)
  private var uncovered: L {
    let corners = x.excess * y.targetExcess + x.targetExcess * y.excess
    let apart = L.choose(x.overlap .== 0, Self.apart(x, y), Self.apart(y, x))
    return L.choose(intersection .> 0, corners, apart)
  }

  /// Apart along one axis: beside each box, and the gap over the whole height.
  @inline(__always)
  private static func apart(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>) -> L {
    axis.size * across.targetExcess + axis.targetSize * across.excess + axis.gap * across.span
  }
}
