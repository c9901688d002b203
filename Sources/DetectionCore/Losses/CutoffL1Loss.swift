/// ½d² if |d| < c, else |d| − ½: smooth L1 whose pieces are not scaled, so that they meet at c = 1 alone. KerasCV's `SmoothL1Loss`.
public struct CutoffL1Loss<S: Scalar>: ElementLoss {
  /// c ≥ 0.
  public var cutoff: S

  /// A loss that is quadratic up to c.
  public init(cutoff: S) { self.cutoff = cutoff }

  /// What the first input is.
  public var inputRole: InputRole { .predictions }

  /// The loss of a prediction and its target.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target: L) -> ValueAndSlope<L> where L.Element == S {
    let d = x - target
    let isNear = d.magnitudes .< cutoff
    return ValueAndSlope(
      value: L.choose(isNear, d * d * 0.5, d.magnitudes - 0.5), slope: L.choose(isNear, d, d.signs))
  }

  /// The sum over a stretch.
  public func sum(_ stretch: ElementStretch<S>) -> Double { stretch.sum(self) }

  /// The loss of two tensors of the same shape, after its reduction, in one pass over memory.
  public func evaluate(
    _ predictions: Tensor<S>, targets: Tensor<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try evaluated(predictions, targets, weights: weights, gradient: gradient, reduction)
  }
}
