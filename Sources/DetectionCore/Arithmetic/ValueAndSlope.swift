/// A value and its derivative at one point.
public struct ValueAndSlope<S: Scalar>: Sendable {
  /// The value.
  public var value: S
  /// The derivative.
  public var slope: S

  /// Both.
  @inline(__always)
  public init(value: S, slope: S) {
    self.value = value
    self.slope = slope
  }
}
