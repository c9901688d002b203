import RealModule

/// 1 − IoU + (Δ + Ω)/2: the distance of the centres, felt less the more it lies along the diagonal, and the shape.
///
///     Δ = Σ_{x,y} (1 − e^(−γ ρ_t)),    ρ_x = (Δc_x/c_w)²,    γ = 2 − Λ,    Λ = sin 2α = 2 |Δc_x Δc_y|/σ²
///     Ω = Σ_{w,h} (1 − e^(−ω_t))^θ,    ω_w = |w − w*| / max(w, w*)
///
/// Gevorgyan, «SIoU Loss: More Powerful Learning for Bounding Box Regression» (2022), §2. c_w and c_h are the sides of
/// the smallest box around both, σ is the distance of the centres. Λ = 1 − 2 sin²(arcsin(|Δc_y|/σ) − π/4) of the paper is
/// sin 2α, whichever of the two angles is taken; of equal centres it is 0. Everything is part of the derivative; where a
/// centre's difference or a side's is 0, its absolute value has slope 0.
public struct SIoULoss<S: Scalar>: Sendable {
  /// θ ≥ 1: how much the shape counts; the paper has 2 to 6.
  public var theta: S

  /// A loss; 4 is the paper's mean and everybody's default.
  public init(theta: S = 4) { self.theta = theta }

  /// One value a box: `boxes` (N, 4), `targets` (N, 4), of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool) throws(DetectionError)
    -> BoxOverlapLoss<S>
  {
    try evaluateOverlaps(boxes, targets, gradient: gradient, term)
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).loss.reduced(reduction)`, to rounding;
  /// with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool = false
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) { $0.evaluate(term) }
  }

  @inline(__always)
  private func term(_ overlap: BoxOverlap<S>) -> OverlapTerm<S> {
    overlap.iouTerm + overlap.angledDistanceTerm + overlap.shapeTerm(theta)
  }
}

extension BoxOverlap {
  /// Δ/2.
  var angledDistanceTerm: OverlapTerm<S> {
    let distance = S.hypot(x.offset, y.offset)
    guard distance > 0 else { return .zero }
    let (alongX, alongY) = (x.offset / distance, y.offset / distance)
    let gamma = 2 - 2 * abs(alongX * alongY)
    let (first, second) = (AxisDistance(x, gamma), AxisDistance(y, gamma))
    // ∂Λ/∂Δc_x = ±2 |y| (y² − x²)/σ with (x, y) the direction.
    let turn = (first.byGamma + second.byGamma) * (2 * (alongY - alongX) * (alongY + alongX) / distance)
    return OverlapTerm(
      value: (first.value + second.value) / 2,
      slopes: EdgeSlopes(
        x: first.slopes(turning: -turn * abs(alongY) * Self.sign(alongX)) * 0.5,
        y: second.slopes(turning: turn * abs(alongX) * Self.sign(alongY)) * 0.5))
  }

  /// Ω/2.
  func shapeTerm(_ theta: S) -> OverlapTerm<S> {
    let (x, y) = (Self.shape(x, theta), Self.shape(y, theta))
    return OverlapTerm(
      value: (x.value + y.value) / 2,
      slopes: EdgeSlopes(
        x: AxisSlopes(low: -x.slope / 2, high: x.slope / 2, shift: 0, stretch: x.slope / 2),
        y: AxisSlopes(low: -y.slope / 2, high: y.slope / 2, shift: 0, stretch: y.slope / 2)))
  }

  /// (1 − e^−ω)^θ, and its derivative by the box's side.
  @inline(__always)
  private static func shape(_ axis: AxisOverlap<S>, _ theta: S) -> ValueAndSlope<S> {
    let growth = axis.excess - axis.targetExcess
    let larger = max(axis.size, axis.targetSize)
    guard larger > 0, growth != 0 else { return ValueAndSlope(value: 0, slope: 0) }
    let omega = min(abs(growth) / larger, 1)
    let base = -S.expMinusOne(-omega)
    let bySide = growth > 0 ? (axis.targetSize / larger) / larger : -1 / larger
    return ValueAndSlope(
      value: S.pow(base, theta), slope: theta * S.pow(base, theta - 1) * S.exp(-omega) * bySide)
  }

  @inline(__always)
  private static func sign(_ number: S) -> S { number == 0 ? 0 : number < 0 ? -1 : 1 }
}

/// One axis' part of the distance: 1 − e^(−γρ), with its derivatives by the centres' difference and the span.
private struct AxisDistance<S: Scalar> {
  let axis: AxisOverlap<S>
  /// 1 − e^(−γρ).
  let value: S
  /// By γ: ρ e^(−γρ).
  let byGamma: S
  private let byOffset: S
  private let bySpan: S

  @inline(__always)
  init(_ axis: AxisOverlap<S>, _ gamma: S) {
    self.axis = axis
    let ratio = axis.span > 0 ? axis.offset / axis.span : 0
    let fading = S.exp(-gamma * ratio * ratio)
    value = -S.expMinusOne(-gamma * ratio * ratio)
    byGamma = ratio * ratio * fading
    byOffset = axis.span > 0 ? 2 * gamma * fading * ratio / axis.span : 0
    bySpan = -byOffset * ratio
  }

  /// Moving an end moves the centre by half, and the span by all if the end bounds it. `turning` is what the centre's
  /// move does by way of the angle.
  @inline(__always)
  func slopes(turning: S) -> AxisSlopes<S> {
    let pull = byOffset + turning
    let low = axis.lowBounds ? 0 : -bySpan
    let high = axis.highBounds ? 0 : bySpan
    return AxisSlopes(
      low: pull / 2 + low, high: pull / 2 + high, shift: pull + (low + high), stretch: (high - low) / 2)
  }
}
