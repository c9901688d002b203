/// d², d = prediction − target; without a factor ½.
public struct L2Loss<S: Scalar>: DifferenceLoss {
  /// The loss has no parameters.
  public init() {}

  /// The loss of differences, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ d: L) -> ValueAndSlope<L> where L.Element == S {
    ValueAndSlope(value: d * d, slope: 2 * d)
  }

  /// (f d)² = f² d².
  public static var degree: Int { 2 }
  /// Itself.
  public func scaled(by factor: S) -> L2Loss { self }
}
