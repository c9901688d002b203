/// How a classification loss reads its first input.
public enum ClassificationInput: String, Sendable, CaseIterable {
  /// Real numbers before the activation.
  case logits
  /// Numbers in [0, 1] after it.
  case probabilities
}

/// Cross entropy of a two-class problem, and its balanced form.
///
///     CE = −t log p − (1 − t) log(1 − p)          α_t CE,  α_t = α t + (1 − α)(1 − t)
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §3 and §3.1. Targets t in [0, 1] may be soft.
/// Finite for every finite logit. A probability on the wrong end (p_t = 0) is held at the smallest normal number.
public struct BinaryCrossEntropyLoss<S: Scalar>: Sendable {
  /// α in [0, 1]; `nil` weighs nothing.
  public var alpha: S?
  /// What the first input holds.
  public var input: ClassificationInput

  /// A loss with weight α.
  public init(alpha: S? = nil, input: ClassificationInput = .logits) {
    self.alpha = alpha
    self.input = input
  }

  /// One value an element. Both tensors have the same shape; targets lie in [0, 1], and so do probabilities.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws(DetectionError)
    -> UnreducedLoss<S>
  {
    try SigmoidElements.evaluate(inputs, targets, input, gradient: gradient, elementTerm)
  }

  /// The loss after its reduction, in one pass over memory.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    try SigmoidElements.evaluate(inputs, targets, input, gradient: gradient, reduction, elementTerm)
  }

  @inline(__always)
  private func elementTerm(_ x: S, _ t: S) -> ValueAndSlope<S> {
    let term = BinaryTerm(x, target: t, input)
    let weight = classWeight(alpha, target: t)
    return ValueAndSlope(value: weight * term.crossEntropy, slope: weight * term.crossEntropySlope)
  }
}

/// α_t = α t + (1 − α)(1 − t), or 1 without α.
@inline(__always)
func classWeight<S: Scalar>(_ alpha: S?, target t: S) -> S {
  guard let alpha else { return 1 }
  return alpha * t + (1 - alpha) * (1 - t)
}
