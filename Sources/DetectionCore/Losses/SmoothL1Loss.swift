/// Smooth L1: huber(β)/β, that is ½d²/β if |d| < β, else |d| − ½β. β = 0 is L1.
///
/// Girshick, «Fast R-CNN» (2015), eq. 3 (β = 1); β as in detectron2 and PyTorch.
public struct SmoothL1Loss<S: Scalar>: DifferenceLoss {
  /// β ≥ 0.
  public var beta: S

  /// A loss that is quadratic up to β.
  public init(beta: S = 1) { self.beta = beta }

  /// The loss of differences, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ d: L) -> ValueAndSlope<L> where L.Element == S {
    let magnitude = d.magnitudes
    let isNear = magnitude .< beta
    return ValueAndSlope(
      value: L.choose(isNear, d * (d / beta) * 0.5, magnitude - beta / 2),
      slope: L.choose(isNear, d / beta, d.signs))
  }

  /// Of f d with f β it is f times as great.
  public static var degree: Int { 1 }
  /// With f β.
  public func scaled(by factor: S) -> SmoothL1Loss { SmoothL1Loss(beta: beta * factor) }
}
