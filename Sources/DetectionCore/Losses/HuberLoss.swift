/// Huber's loss: ½d² if |d| < δ, else δ(|d| − ½δ), with d = prediction − target.
///
/// Huber, «Robust Estimation of a Location Parameter» (1964). The two pieces and their slopes meet at |d| = δ.
public struct HuberLoss<S: Scalar>: DifferenceLoss {
  /// δ > 0.
  public var delta: S

  /// A loss that is quadratic up to δ.
  public init(delta: S = 1) { self.delta = delta }

  /// The loss of differences, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ d: L) -> ValueAndSlope<L> where L.Element == S {
    let magnitude = d.magnitudes
    let isNear = magnitude .< delta
    return ValueAndSlope(
      value: L.choose(isNear, d * d * 0.5, delta * (magnitude - delta / 2)),
      slope: L.choose(isNear, d, L.choose(d .< 0, L(repeating: -delta), L(repeating: delta))))
  }

  /// Of f d with f δ it is f² times as great.
  public static var degree: Int { 2 }
  /// With f δ.
  public func scaled(by factor: S) -> HuberLoss { HuberLoss(delta: delta * factor) }
}
