/// Focal loss of a score that is to be the box's IoU: positives count by their IoU, negatives by how wrong they are.
///
///     VFL = q CE(p, q)                  q > 0
///     VFL = −α p^γ log(1 − p)           q = 0
///
/// Zhang et al., «VarifocalNet» (2021), eq. 2. p^γ is part of the derivative, as in the authors' code and mmdetection.
public struct VarifocalLoss<S: Scalar>: SigmoidLoss {
  /// α ≥ 0: the weight of negatives.
  public var alpha: S
  /// γ ≥ 0: how much a confident negative counts.
  public var gamma: S
  /// What the first input holds.
  public var input: ClassificationInput
  /// Elements with this target count for nothing, in the mean neither.
  public var ignored: S?

  /// A varifocal loss; the defaults are the paper's.
  public init(alpha: S = 0.75, gamma: S = 2, input: ClassificationInput = .logits, ignored: S? = nil) {
    self.alpha = alpha
    self.gamma = gamma
    self.input = input
    self.ignored = ignored
  }

  /// q CE of a positive, α p^γ CE of a negative, and its derivative.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target q: L) -> ValueAndSlope<L> where L.Element == S {
    let term = BinaryTerm(x, target: q, input)
    let negative = term.focal(gamma, weight: L(repeating: alpha))
    let isPositive = q .> 0
    return ValueAndSlope(
      value: .choose(isPositive, q * term.crossEntropy, negative.value),
      slope: .choose(isPositive, q * term.crossEntropySlope, negative.slope))
  }
}
