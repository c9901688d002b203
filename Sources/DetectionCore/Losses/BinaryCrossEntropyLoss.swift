/// Cross entropy of a two-class problem, and its balanced form.
///
///     CE = −w₊ t log p − (1 − t) log(1 − p)          α_t CE,  α_t = α t + (1 − α)(1 − t)
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §3 and §3.1; w₊ is PyTorch's `pos_weight`. Targets t in [0, 1]
/// may be soft.
/// Finite for every finite logit. A probability on the wrong end (p_t = 0) counts as the smallest normal number.
public struct BinaryCrossEntropyLoss<S: Scalar>: SigmoidLoss, ClassParameterLoss {
  /// α in [0, 1]; `nil` weighs nothing.
  public var alpha: S?
  /// w₊ ≥ 0; `nil`: 1.
  public var positiveWeight: S?
  /// w₊ one per class, the last axis, in the place of ``positiveWeight``.
  public var classPositiveWeights: [S]?
  /// What the first input holds.
  public var input: ClassificationInput
  /// Elements with this target count for nothing, in the mean neither.
  public var ignored: S?

  /// A loss with weight α.
  public init(
    alpha: S? = nil, positiveWeight: S? = nil, input: ClassificationInput = .logits, ignored: S? = nil
  ) {
    self.alpha = alpha
    self.positiveWeight = positiveWeight
    self.input = input
    self.ignored = ignored
  }

  /// The w₊ of classes.
  public var classParameters: (role: InputRole, values: [S])? { classPositiveWeights.map { (.positiveWeight, $0) } }

  /// α_t CE, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L) -> ValueAndSlope<L> where L.Element == S {
    guard let positiveWeight else { return term(t, BinaryTerm(x, target: t, input)) }
    return term(x, target: t, parameter: L(repeating: positiveWeight))
  }

  /// The same with a w₊.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L, parameter: L) -> ValueAndSlope<L> where L.Element == S {
    term(t, BinaryTerm(x, target: parameter * t, rest: 1 - t, input))
  }

  @inline(__always)
  private func term<L: Lanes>(_ t: L, _ term: BinaryTerm<L>) -> ValueAndSlope<L> where L.Element == S {
    let weight = t.classWeight(alpha)
    return ValueAndSlope(value: weight * term.crossEntropy, slope: weight * term.crossEntropySlope)
  }

  /// The sum over a stretch; NaN if an element is out of range.
  @inline(__always)
  public func sum(_ stretch: ElementStretch<S>) -> Double {
    guard stretch.isUnit(input) else { return .nan }
    return classPositiveWeights.map { stretch.sum(self, $0) } ?? stretch.sum(self)
  }
}
