import RealModule

/// What a term of the IoU family says about a box: its value, and its derivatives by the box's numbers in the overlap's
/// scaled lengths.
struct OverlapTerm<L: Lanes> {
  var value: L
  var x: AxisSlopes<L>
  var y: AxisSlopes<L>

  @inline(__always)
  init(value: L, x: AxisSlopes<L> = .zero, y: AxisSlopes<L> = .zero) {
    (self.value, self.x, self.y) = (value, x, y)
  }

  @inline(__always)
  static func + (a: OverlapTerm, b: OverlapTerm) -> OverlapTerm {
    OverlapTerm(value: a.value + b.value, x: a.x + b.x, y: a.y + b.y)
  }
}

/// The terms of IoU, DIoU and CIoU; ``OverlapKind`` says which loss is the sum of which.
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
  func gains(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>) -> L.Mask {
    L.choose(axis.reach .> 0, across.overlap, .zero) .> 0
  }

  /// A box that is stretched where one end bounds the overlap gains at that end what it loses at the other: the difference
  /// of both is `across.overlap` (i h − A* − (w − i) h)/U², with i = w* − targetExcess.
  @inline(__always)
  private func stretchGain(_ axis: AxisOverlap<L>, _ across: AxisOverlap<L>) -> L {
    let excess = axis.excess + axis.targetExcess
    return (axis.targetSize * (across.excess - across.targetExcess) - excess * across.size) / union.orOne
  }

  // MARK: ρ²/c²

  /// ρ²/c², with ρ the distance of the centres and c the diagonal of the smallest box around both; 0 for two equal points.
  @inline(__always)
  var centerDistanceTerm: OverlapTerm<L> {
    let diagonal = (x.span * x.span + y.span * y.span).orLeast
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
    let alpha = v / (distance + v).orLeast
    let diagonal = (x.size * x.size + y.size * y.size).orGreater(L(repeating: .leastNormalMagnitude))
    let slope = L.choose(differs, -2 * alpha * share * angle / diagonal, .zero)
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
}

extension BoxOverlap {
  /// 1 − IoU^α = −expm1(α log IoU), which keeps its digits where the IoU is nearly 1. An IoU below the smallest normal number
  /// has slope 0, for every α ≠ 1.
  @inline(__always)
  func iouTerm(raisedTo power: L.Element) -> OverlapTerm<L> { power == 1 ? iouTerm : raisedIoUTerm(power) }

  @inline(never)
  private func raisedIoUTerm(_ power: L.Element) -> OverlapTerm<L> {
    let (linear, logarithm) = (iouTerm, logIoU)
    let counts = iou .>= .leastNormalMagnitude
    let slope = power * ((power - 1) * logarithm).mapped { .exp($0) }
    return OverlapTerm(
      value: L.choose(counts, 0 - (power * logarithm).mapped { .expMinusOne($0) }, .one),
      x: (linear.x * slope).only(where: counts), y: (linear.y * slope).only(where: counts))
  }

  /// −log IoU; of an IoU below the smallest normal number that of this number, with slope 0.
  @inline(never)
  var logIoUTerm: OverlapTerm<L> {
    let linear = iouTerm
    let counts = iou .>= .leastNormalMagnitude
    let slope = 1 / iou.orOne
    return OverlapTerm(
      value: (-logIoU).orZero, x: (linear.x * slope).only(where: counts), y: (linear.y * slope).only(where: counts))
  }

  /// log IoU = log(1 − (1 − IoU)): by whichever of the two is small.
  private var logIoU: L {
    distance.mapped(with: iou) { distance, iou in
      distance < 0.5 ? .log(onePlus: -distance) : .log(max(iou, .leastNormalMagnitude))
    }
  }
}

extension OverlapTerm {
  /// The term to a power. Its slope is p v^p (v′/v): v^(p−1) of a vanishing v is never formed, and of a v below the smallest
  /// normal number it is 0.
  @inline(__always)
  func raised(to power: L.Element) -> OverlapTerm { power == 1 ? self : powered(power) }

  @inline(never)
  private func powered(_ power: L.Element) -> OverlapTerm {
    let counts = value .>= .leastNormalMagnitude
    let raised = value.mapped { .pow($0, power) }
    let slope = power * (raised / value.orOne)
    return OverlapTerm(
      value: L.choose(counts, raised, .zero), x: (x * slope).only(where: counts), y: (y * slope).only(where: counts))
  }
}
