/// Focal loss of a score that is to be the box's IoU: positives count by their IoU, negatives by how wrong they are.
///
///     VFL = q CE(p, q)                  q > 0
///     VFL = −α p^γ log(1 − p)           q = 0
///
/// Zhang et al., «VarifocalNet» (2021), eq. 2. p^γ is part of the derivative, as in the authors' code and mmdetection.
public struct VarifocalLoss<S: Scalar>: Sendable {
  /// α ≥ 0: the weight of negatives.
  public var alpha: S
  /// γ ≥ 0: how much a confident negative counts.
  public var gamma: S
  /// What the first input holds.
  public var input: ClassificationInput

  /// A varifocal loss; the defaults are the paper's.
  public init(alpha: S = 0.75, gamma: S = 2, input: ClassificationInput = .logits) {
    self.alpha = alpha
    self.gamma = gamma
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
  private func elementTerm(_ x: S, _ q: S) -> ValueAndSlope<S> {
    let term = BinaryTerm(x, target: q, input)
    if q > 0 { return ValueAndSlope(value: q * term.crossEntropy, slope: q * term.crossEntropySlope) }
    return term.focal(gamma, weight: alpha)
  }
}
