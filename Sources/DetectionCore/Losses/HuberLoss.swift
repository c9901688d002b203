/// Huber's loss: ½d² if |d| < δ, else δ(|d| − ½δ), with d = prediction − target.
///
/// Huber, «Robust Estimation of a Location Parameter» (1964). The two pieces and their slopes meet at |d| = δ.
public struct HuberLoss<S: Scalar>: DifferenceLoss {
  /// δ > 0.
  public var delta: S

  /// A loss that is quadratic up to δ.
  public init(delta: S = 1) { self.delta = delta }

  /// The loss of a difference, and its derivative.
  @inline(__always)
  public func term(_ d: S) -> ValueAndSlope<S> {
    if abs(d) < delta { return ValueAndSlope(value: d * d / 2, slope: d) }
    return ValueAndSlope(value: delta * (abs(d) - delta / 2), slope: d < 0 ? -delta : delta)
  }
}
