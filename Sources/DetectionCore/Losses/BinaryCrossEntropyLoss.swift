/// Cross entropy of a two-class problem, and its balanced form.
///
///     CE = −t log p − (1 − t) log(1 − p)          α_t CE,  α_t = α t + (1 − α)(1 − t)
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §3 and §3.1. Targets t in [0, 1] may be soft.
/// Finite for every finite logit. A probability on the wrong end (p_t = 0) is held at the smallest normal number.
public struct BinaryCrossEntropyLoss<S: Scalar>: SigmoidLoss {
  /// α in [0, 1]; `nil` weighs nothing.
  public var alpha: S?
  /// What the first input holds.
  public var input: ClassificationInput

  /// A loss with weight α.
  public init(alpha: S? = nil, input: ClassificationInput = .logits) {
    self.alpha = alpha
    self.input = input
  }

  /// α_t CE, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L) -> ValueAndSlope<L> where L.Element == S {
    let term = BinaryTerm(x, target: t, input)
    let weight = t.classWeight(alpha)
    return ValueAndSlope(value: weight * term.crossEntropy, slope: weight * term.crossEntropySlope)
  }
}
