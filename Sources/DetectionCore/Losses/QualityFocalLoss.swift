/// Focal loss for soft labels: the quality of a box, such as its IoU, as the target of its score.
///
///     QFL = |y − σ|^β CE(σ, y),    CE = −y log σ − (1 − y) log(1 − σ)
///
/// Li et al., «Generalized Focal Loss» (2020), eq. 5. With hard labels it is the focal loss of γ = β without α. Where
/// σ = y the factor |y − σ| has no derivative for β ≤ 1: it is taken as 0.
public struct QualityFocalLoss<S: Scalar>: SigmoidLoss {
  /// β ≥ 0; 0 is cross entropy.
  public var beta: S
  /// What the first input holds.
  public var input: ClassificationInput
  /// Elements with this target count for nothing, in the mean neither.
  public var ignored: S?

  /// A quality focal loss; the default is the paper's.
  public init(beta: S = 2, input: ClassificationInput = .logits, ignored: S? = nil) {
    self.beta = beta
    self.input = input
    self.ignored = ignored
  }

  /// d^β CE and its derivative d^β (β (CE/d) d′ + CE′) with d = |y − σ|: d^(β−1) is never formed.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target y: L) -> ValueAndSlope<L> where L.Element == S {
    let term = BinaryTerm(x, target: y, input)
    let error = SignedError(x, target: y, input)
    let distance = error.value.magnitudes
    let modulation = distance.modulating(beta)
    let ratio = L.choose(distance .== 0, .zero, term.crossEntropy / distance)
    let growth = L.choose(error.value .< 0, -error.slope, error.slope)
    return ValueAndSlope(
      value: modulation * term.crossEntropy,
      slope: modulation * (beta * (ratio * growth) + term.crossEntropySlope))
  }
}
