/// ``OverlapTerm`` of eight boxes, by the numbers as they were given. The terms are those of the losses' files, in
/// vectors; they hold where ``OverlapLanes/areOrdinary``.
struct OverlapLaneTerm {
  var value: Octet
  var x: AxisLaneSlopes
  var y: AxisLaneSlopes

  @inline(__always)
  static func + (a: OverlapLaneTerm, b: OverlapLaneTerm) -> OverlapLaneTerm {
    OverlapLaneTerm(value: a.value + b.value, x: a.x + b.x, y: a.y + b.y)
  }
}

extension OverlapLanes {
  /// 1 − IoU.
  @inline(__always)
  var iouTerm: OverlapLaneTerm {
    OverlapLaneTerm(value: distance, x: iouSlopes(x, y), y: iouSlopes(y, x))
  }

  @inline(__always)
  private func iouSlopes(_ axis: AxisLanes, _ across: AxisLanes) -> AxisLaneSlopes {
    let overlaps = intersection .> 0
    let width = overlaps.choose(across.overlap / union, .zero)
    let gain = width * ((axis.targetSize * across.targetSize + axis.excess * across.size) / union)
    let cost = (intersection / union) * (across.size / union)
    let low = axis.lowBounds.choose(gain, -cost)
    let high = axis.highBounds.choose(-gain, cost)
    return axis.slopes(
      encoding, low: low, high: high, shift: axis.nested(.zero, else: low + high),
      stretch: axis.nested(high, else: width * stretchGain(axis, across) * 0.5))
  }

  /// What a stretch gains where one end bounds the overlap, over `across.overlap / union`.
  @inline(__always)
  private func stretchGain(_ axis: AxisLanes, _ across: AxisLanes) -> Octet {
    let excess = axis.excess + axis.targetExcess
    return (axis.targetSize * (across.excess - across.targetExcess) - excess * across.size) / union
  }

  /// |C ∖ (B ∪ B*)| / |C|.
  @inline(__always)
  var uncoveredTerm: OverlapLaneTerm {
    let enclosing = x.span * y.span
    let uncovered = uncovered
    return OverlapLaneTerm(
      value: uncovered / enclosing, x: uncoveredSlopes(x, y, enclosing, uncovered),
      y: uncoveredSlopes(y, x, enclosing, uncovered))
  }

  @inline(__always)
  private func uncoveredSlopes(_ axis: AxisLanes, _ across: AxisLanes, _ enclosing: Octet, _ uncovered: Octet)
    -> AxisLaneSlopes
  {
    let inner = -((intersection .> 0).choose(across.excess, across.size)) / enclosing
    let outer = (across.targetExcess - uncovered / axis.span) / enclosing
    let low = -(axis.lowBounds.choose(inner, outer))
    let high = axis.highBounds.choose(inner, outer)
    return axis.slopes(
      encoding, low: low, high: high, shift: axis.nested(.zero, else: low + high), stretch: (high - low) * 0.5)
  }

  /// ρ²/c².
  @inline(__always)
  var centerDistanceTerm: OverlapLaneTerm {
    let diagonal = x.span * x.span + y.span * y.span
    let ratio = (x.offset * x.offset + y.offset * y.offset) / diagonal
    return OverlapLaneTerm(
      value: ratio, x: centerSlopes(x, ratio, diagonal), y: centerSlopes(y, ratio, diagonal))
  }

  @inline(__always)
  private func centerSlopes(_ axis: AxisLanes, _ ratio: Octet, _ diagonal: Octet) -> AxisLaneSlopes {
    let pull = axis.offset / diagonal
    let spread = 2 * ratio * axis.span / diagonal
    let low = axis.lowBounds.choose(.zero, spread)
    let high = axis.highBounds.choose(.zero, -spread)
    return axis.slopes(
      encoding, low: pull + low, high: pull + high, shift: 2 * pull + (low + high), stretch: (high - low) * 0.5)
  }

  /// αv, with α constant in the derivative.
  @inline(__always)
  var aspectTerm: OverlapLaneTerm {
    let angle = aspectDifference
    let share = 4 / (Float.pi * Float.pi)
    let v = share * angle * angle
    let total = distance + v
    // Identical boxes of one shape: 0/0 is 0.
    let alpha = v / (total .> 0).choose(total, Octet(repeating: 1))
    let slope = -2 * alpha * share * angle / (x.size * x.size + y.size * y.size)
    return OverlapLaneTerm(
      value: alpha * v, x: aspectSlopes(x, slope * y.size), y: aspectSlopes(y, -slope * x.size))
  }

  @inline(__always)
  private func aspectSlopes(_ axis: AxisLanes, _ bySize: Octet) -> AxisLaneSlopes {
    axis.slopes(encoding, low: -bySize, high: bySize, shift: .zero, stretch: bySize)
  }

  /// arctan w*/h* − arctan w/h; float64 holds the products of the cross product exactly.
  @inline(__always)
  private var aspectDifference: Octet {
    let cross =
      SIMD8<Double>(x.targetSize) * SIMD8<Double>(y.size) - SIMD8<Double>(x.size) * SIMD8<Double>(y.targetSize)
    return VectorMath.atan2(y: Octet(cross), x: x.targetSize * x.size + y.targetSize * y.size)
  }
}
