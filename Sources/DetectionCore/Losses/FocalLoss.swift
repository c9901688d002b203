import RealModule

/// Focal loss over sigmoids.
///
///     FL = −α_t (1 − p_t)^γ log p_t
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), eq. 4–5. Soft targets as in torchvision's
/// `sigmoid_focal_loss`. Finite, with a finite gradient, for every finite logit and every γ ≥ 0: with γ in (0, 1) the
/// factor (1 − p_t)^(γ−1) of the derivative is never formed.
public struct FocalLoss<S: Scalar>: Sendable {
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

  /// One value an element. Both tensors have the same shape; targets lie in [0, 1], and so do probabilities.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws(DetectionError)
    -> UnreducedLoss<S>
  {
    try BinaryTerm<S>.checkRanges(inputs, targets, input, ignoring: ignored)
    var ignoredCount = 0
    let loss = try pointwise(inputs, targets, gradient: gradient, inputName: input.rawValue) { x, t in
      if t == ignored {
        ignoredCount += 1
        return ValueAndSlope(value: 0, slope: 0)
      }
      return elementTerm(x, t)
    }
    return UnreducedLoss(
      values: loss.values, gradient: loss.gradient, meanDivisor: S(inputs.count - ignoredCount))
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).reduced(reduction)`, to rounding.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    guard ignored == nil else {
      return try evaluate(inputs, targets: targets, gradient: gradient).reduced(reduction)
    }
    let check = { () throws(DetectionError) in try BinaryTerm<S>.checkRanges(inputs, targets, input) }
    return try FusedPass.evaluate(
      inputs, targets, gradient: gradient, reduction, inputName: input.rawValue, check: check
    ) { evaluate($0) }
  }

  /// The sum over a stretch, none of whose elements is ignored; sixteen at a time where that can be. NaN if one is out of
  /// range.
  func evaluate(_ stretch: Stretch<S>) -> Double {
    if let loss = self as? FocalLoss<Float>, let stretch = stretch as? Stretch<Float>, let lanes = FocalLanes(loss),
      stretch.hasHardTargets
    {
      return lanes.evaluate(stretch, rest: loss.elementTerm)
    }
    return BinaryTerm.areInRange(stretch, input) ? stretch.evaluate(elementTerm) : .nan
  }

  @inline(__always)
  private func elementTerm(_ x: S, _ t: S) -> ValueAndSlope<S> {
    BinaryTerm(x, target: t, input).focal(gamma, weight: classWeight(alpha, target: t))
  }
}

extension BinaryTerm {
  /// α_t q^γ CE and its derivative α_t (γ q^γ (CE/q) q′ + q^γ CE′), where q = 1 − p_t; CE/q → 1 as q → 0.
  @inline(__always)
  func focal(_ gamma: S, weight: S) -> ValueAndSlope<S> {
    let modulation = modulatingFactor(miss, gamma)
    let ratio = miss == 0 ? 1 : crossEntropy / miss
    return ValueAndSlope(
      value: weight * modulation * crossEntropy,
      slope: weight * modulation * (gamma * (ratio * missSlope) + crossEntropySlope))
  }
}

/// (1 − p_t)^γ; 1 for γ = 0 whatever the base.
@inline(__always)
func modulatingFactor<S: Scalar>(_ miss: S, _ gamma: S) -> S {
  if gamma == 2 { return miss * miss }
  if gamma == 0 { return 1 }
  if gamma == 1 { return miss }
  return S.pow(miss, gamma)
}
