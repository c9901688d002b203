/// |d|, d = prediction − target. The derivative at d = 0 is 0, as in every library of the field.
public struct L1Loss<S: Scalar>: DifferenceLoss {
  /// The loss has no parameters.
  public init() {}

  /// The loss of a difference, and its derivative.
  @inline(__always)
  public func term(_ d: S) -> ValueAndSlope<S> {
    return ValueAndSlope(value: abs(d), slope: d > 0 ? 1 : d < 0 ? -1 : 0)
  }
}
