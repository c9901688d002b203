/// |d|, d = prediction − target. The derivative at d = 0 is 0, as in every library of the field.
public struct L1Loss<S: Scalar>: DifferenceLoss {
  /// The loss has no parameters.
  public init() {}

  /// The loss of differences, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ d: L) -> ValueAndSlope<L> where L.Element == S {
    ValueAndSlope(value: d.magnitudes, slope: d.signs)
  }

  /// |f d| = f |d|.
  public static var degree: Int { 1 }
  /// Itself.
  public func scaled(by factor: S) -> L1Loss { self }
}
