/// d², d = prediction − target; without a factor ½.
public struct L2Loss<S: Scalar>: DifferenceLoss {
  /// The loss has no parameters.
  public init() {}

  /// The loss of a difference, and its derivative.
  @inline(__always)
  public func term(_ d: S) -> ValueAndSlope<S> {
    return ValueAndSlope(value: d * d, slope: 2 * d)
  }
}
