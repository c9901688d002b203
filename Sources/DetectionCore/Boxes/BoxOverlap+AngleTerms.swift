import RealModule

/// The terms of SIoU beside 1 − IoU.
///
///     Δ = Σ_{x,y} (1 − e^(−γ ρ_t)),    ρ_x = (Δc_x/c_w)²,    γ = 2 − Λ,    Λ = sin 2α = 2 |Δc_x Δc_y|/σ²
///     Ω = Σ_{w,h} (1 − e^(−ω_t))^θ,    ω_w = |w − w*| / max(w, w*)
///
/// c_w and c_h are the sides of the smallest box around both, σ is the distance of the centres.
extension BoxOverlap {
  /// Δ/2; 0 where the centres are the same.
  var angledDistanceTerm: OverlapTerm<L> {
    let distance = x.offset.mapped(with: y.offset) { .hypot($0, $1) }
    let divisor = distance.orOne
    let (alongX, alongY) = (x.offset / divisor, y.offset / divisor)
    let gamma = 2 - 2 * (alongX * alongY).magnitudes
    let (first, second) = (AxisDistance(x, gamma), AxisDistance(y, gamma))
    // ∂Λ/∂Δc_x = ±2 |y| (y² − x²)/σ with (x, y) the direction.
    let turn = (first.byGamma + second.byGamma) * (2 * (alongY - alongX) * (alongY + alongX) / divisor)
    return OverlapTerm(
      value: (first.value + second.value) * 0.5,
      x: first.slopes(turning: -turn * alongY.magnitudes * alongX.signs) * L(repeating: 0.5),
      y: second.slopes(turning: turn * alongX.magnitudes * alongY.signs) * L(repeating: 0.5))
  }

  /// Ω/2.
  func shapeTerm(_ theta: L.Element) -> OverlapTerm<L> {
    let (width, height) = (Self.shape(x, theta), Self.shape(y, theta))
    return OverlapTerm(
      value: (width.value + height.value) * 0.5, x: Self.shapeSlopes(x, width.slope * 0.5),
      y: Self.shapeSlopes(y, height.slope * 0.5))
  }

  @inline(__always)
  private static func shapeSlopes(_ axis: AxisOverlap<L>, _ bySize: L) -> AxisSlopes<L> {
    axis.slopes(low: -bySize, high: bySize, shift: .zero, stretch: bySize)
  }

  /// (1 − e^−ω)^θ, and its derivative by the box's side; both 0 where the sides are equal.
  @inline(__always)
  private static func shape(_ axis: AxisOverlap<L>, _ theta: L.Element) -> (value: L, slope: L) {
    let growth = axis.excess - axis.targetExcess
    let larger = axis.size.orGreater(axis.targetSize).orOne
    let omega = (growth.magnitudes / larger).orLesser(.one)
    let base = -((-omega).mapped { .expMinusOne($0) })
    let bySide = L.choose(growth .> 0, (axis.targetSize / larger) / larger, -1 / larger)
    let slope = theta * base.mapped { .pow($0, theta - 1) } * (-omega).mapped { .exp($0) } * bySide
    let differs = omega .> 0
    return (L.choose(differs, base.mapped { .pow($0, theta) }, .zero), L.choose(differs, slope, .zero))
  }
}

/// One axis' part of the distance: 1 − e^(−γρ), with its derivatives by the centres' difference and the span.
private struct AxisDistance<L: Lanes> {
  let axis: AxisOverlap<L>
  /// 1 − e^(−γρ).
  let value: L
  /// By γ: ρ e^(−γρ).
  let byGamma: L
  private let byOffset: L
  private let bySpan: L

  @inline(__always)
  init(_ axis: AxisOverlap<L>, _ gamma: L) {
    self.axis = axis
    let span = axis.span.orOne
    let ratio = axis.offset / span
    let exponent = -gamma * ratio * ratio
    let fading = exponent.mapped { .exp($0) }
    value = -(exponent.mapped { .expMinusOne($0) })
    byGamma = ratio * ratio * fading
    byOffset = 2 * gamma * fading * ratio / span
    bySpan = -byOffset * ratio
  }

  /// Moving an end moves the centre by half, and the span by all if the end bounds it. `turning` is what the centre's
  /// move does by way of the angle.
  @inline(__always)
  func slopes(turning: L) -> AxisSlopes<L> {
    let pull = byOffset + turning
    let low = L.choose(axis.lowBounds, .zero, -bySpan)
    let high = L.choose(axis.highBounds, .zero, bySpan)
    return axis.slopes(
      low: pull * 0.5 + low, high: pull * 0.5 + high, shift: pull + (low + high), stretch: (high - low) * 0.5)
  }
}
