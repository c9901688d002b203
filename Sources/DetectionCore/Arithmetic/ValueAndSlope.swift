/// A value and its derivative: of one number, or of lanes.
public struct ValueAndSlope<N: Sendable>: Sendable {
  /// The value.
  public var value: N
  /// The derivative.
  public var slope: N

  /// Both.
  @inlinable @inline(__always)
  public init(value: N, slope: N) {
    self.value = value
    self.slope = slope
  }
}
