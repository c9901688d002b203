/// Focal loss over sigmoids.
///
///     FL = −α_t (1 − p_t)^γ log p_t
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), eq. 4–5. Soft targets as in torchvision's
/// `sigmoid_focal_loss`. Finite, with a finite gradient, for every finite logit and every γ ≥ 0: with γ in (0, 1) the
/// factor (1 − p_t)^(γ−1) of the derivative is never formed.
public struct FocalLoss<S: Scalar>: SigmoidLoss {
  /// γ ≥ 0; 0 is cross entropy.
  public var gamma: S
  /// α in [0, 1], on positives; 1 − α on negatives. `nil` weighs nothing.
  public var alpha: S?
  /// What the first input holds.
  public var input: ClassificationInput
  /// Elements with this target count for nothing, in the mean neither.
  public var ignored: S?

  /// A focal loss; the defaults are the paper's.
  public init(gamma: S = 2, alpha: S? = 0.25, input: ClassificationInput = .logits, ignored: S? = nil) {
    self.gamma = gamma
    self.alpha = alpha
    self.input = input
    self.ignored = ignored
  }

  /// The loss after its reduction, in one pass over memory. Both tensors have the same shape; targets lie in [0, 1], and so
  /// do probabilities.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    guard let ignored else { return try evaluated(inputs, targets, gradient: gradient, reduction) }
    try checkRanges(inputs, targets, ignoring: ignored)
    let counted = targets.withElements { targets in targets.reduce(0) { $0 + ($1 == ignored ? 0 : 1) } }
    return try evaluated(inputs, targets, gradient: gradient, reduction, meanDivisor: S(counted))
  }

  /// Of any target.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L) -> ValueAndSlope<L> where L.Element == S {
    let term = BinaryTerm(x, target: t, input).focal(gamma, weight: t.classWeight(alpha))
    guard let ignored else { return term }
    let isIgnored = t .== ignored
    return ValueAndSlope(
      value: .choose(isIgnored, .zero, term.value), slope: .choose(isIgnored, .zero, term.slope))
  }

  /// The sum over a stretch; NaN if an element is out of range. Targets are mostly 0 and 1.
  public func sum(_ stretch: ElementStretch<S>) -> Double {
    guard ignored == nil else { return stretch.sum(self) }
    let isPlain = input == .logits && (gamma == 2 || gamma == 1 || gamma == 0)
    if isPlain && stretch.hasHardTargets { return stretch.sum(HardFocalLoss(self)) }
    return stretch.isUnit(input) ? stretch.sum(self) : .nan
  }
}
