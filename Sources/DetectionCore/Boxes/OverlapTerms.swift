/// The terms that the losses of the IoU family are sums of; ``OverlapKind`` says which has which.
///
/// All are written for ``Lanes``: where something may be 0/0, it is divided by 1 instead, and the result not chosen.
extension BoxOverlap {
  // MARK: 1 − IoU

  /// 1 − IoU.
  @inline(__always)
  var iouTerm: OverlapTerm<L> { OverlapTerm(value: distance, x: iouSlopes(x, y), y: iouSlopes(y, x)) }

  /// −∂IoU along `axis`. Where the box's end bounds the overlap i, growing it adds `across.overlap` to I and
  /// `across.excess` to U; else it adds nothing to I and the whole `across.size` to U:
  ///
  ///     ∂IoU = (∂I (U + I) − I ∂A)/U²,    U + I − i h = A* + (w − i) h
  ///
  /// Boxes that do not overlap have slope 0, but for a box without length inside of its target, which can only grow.
  @inline(__always)
  private func iouSlopes(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>) -> AxisSlopes<L> {
    let (union, gains) = (union.orOne, gains(axis, across))
    let width = across.overlap / union
    let gain = L.choose(
      gains, width * ((axis.targetSize * across.targetSize + axis.excess * across.size) / union), .zero)
    let cost = L.choose(intersection .> 0, (intersection / union) * (across.size / union), .zero)
    let low = L.choose(axis.lowBounds, gain, -cost)
    let high = L.choose(axis.highBounds, -gain, cost)
    return axis.slopes(
      low: low, high: high,
      shift: axis.nested(.zero, else: L.choose(intersection .> 0, low + high, .zero)),
      stretch: axis.nested(high, else: L.choose(gains, width * stretchGain(axis, across) * 0.5, .zero)))
  }

  /// Where a box that bounds the overlap along `axis` gains by growing: where they overlap across.
  @inline(__always)
  private func gains(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>) -> L.Mask {
    L.choose(axis.reach .> 0, across.overlap, .zero) .> 0
  }

  /// A box that is stretched where one end bounds the overlap gains at that end what it loses at the other: the difference
  /// of both is `across.overlap` (i h − A* − (w − i) h)/U², with i = w* − targetExcess.
  @inline(__always)
  private func stretchGain(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>) -> L {
    let excess = axis.excess + axis.targetExcess
    return (axis.targetSize * (across.excess - across.targetExcess) - excess * across.size) / union.orOne
  }

  // MARK: |C ∖ (B ∪ B*)| / |C|

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

  // MARK: ρ²/c²

  /// ρ²/c², with ρ the distance of the centres and c the diagonal of the smallest box around both; 0 for two equal points.
  @inline(__always)
  var centerDistanceTerm: OverlapTerm<L> {
    let diagonal = (x.span * x.span + y.span * y.span).orOne
    let ratio = (x.offset * x.offset + y.offset * y.offset) / diagonal
    return OverlapTerm(value: ratio, x: centerSlopes(x, ratio, diagonal), y: centerSlopes(y, ratio, diagonal))
  }

  /// Moving an end moves the centre by half, and the span by all if the end bounds it.
  @inline(__always)
  private func centerSlopes(_ axis: AxisOverlap<L>, _ ratio: L, _ diagonal: L) -> AxisSlopes<L> {
    let pull = axis.offset / diagonal
    let spread = 2 * ratio * axis.span / diagonal
    let low = L.choose(axis.lowBounds, .zero, spread)
    let high = L.choose(axis.highBounds, .zero, -spread)
    return axis.slopes(
      low: pull + low, high: pull + high, shift: 2 * pull + (low + high), stretch: (high - low) * 0.5)
  }

  // MARK: αv

  /// αv = α 4/π² (arctan w*/h* − arctan w/h)², with α = v/(1 − IoU + v) constant in the derivative.
  @inline(__always)
  var aspectTerm: OverlapTerm<L> {
    let angle = aspectDifference
    let share = 4 / (L.Element.pi * L.Element.pi)
    let squared = share * angle * angle
    // Of equal ratios, 0/0 is 0; so is what no ratio can be formed of.
    let differs = squared .> 0
    let v = L.choose(differs, squared, .zero)
    let alpha = v / (distance + v).orOne
    let slope = L.choose(differs, -2 * alpha * share * angle / (x.size * x.size + y.size * y.size).orOne, .zero)
    // ∂arctan(w/h): h/(w² + h²) by w, −w/(w² + h²) by h.
    return OverlapTerm(value: alpha * v, x: aspectSlopes(x, slope * y.size), y: aspectSlopes(y, -slope * x.size))
  }

  @inline(__always)
  private func aspectSlopes(_ axis: AxisOverlap<L>, _ bySize: L) -> AxisSlopes<L> {
    axis.slopes(low: -bySize, high: bySize, shift: .zero, stretch: bySize)
  }

  /// arctan w*/h* − arctan w/h, by the formula for a difference, so that nearly equal ratios do not cancel. A width of 0
  /// counts as the ratio 0, whatever the height.
  @inline(__always)
  private var aspectDifference: L {
    let height = L.choose(x.size .== 0, .one, y.size)
    let targetHeight = L.choose(x.targetSize .== 0, .one, y.targetSize)
    let (cross, dot) = L.crossAndDot(x.targetSize, x.size, targetHeight, height)
    return L.angle(y: cross, x: dot)
  }

  // MARK: (w − w*)²/c_w² + (h − h*)²/c_h²

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
