/// Smooth L1: huber(β)/β, that is ½d²/β if |d| < β, else |d| − ½β. β = 0 is L1.
///
/// Girshick, «Fast R-CNN» (2015), eq. 3 (β = 1); β as in detectron2 and PyTorch.
public struct SmoothL1Loss<S: Scalar>: DifferenceLoss {
  /// β ≥ 0.
  public var beta: S

  /// A loss that is quadratic up to β.
  public init(beta: S = 1) { self.beta = beta }

  /// The loss of a difference, and its derivative.
  @inline(__always)
  public func term(_ d: S) -> ValueAndSlope<S> {
    if abs(d) < beta { return ValueAndSlope(value: d * (d / beta) / 2, slope: d / beta) }
    return ValueAndSlope(value: abs(d) - beta / 2, slope: d > 0 ? 1 : d < 0 ? -1 : 0)
  }
}
