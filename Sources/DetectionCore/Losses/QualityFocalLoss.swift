import RealModule

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

  /// A quality focal loss; the default is the paper's.
  public init(beta: S = 2, input: ClassificationInput = .logits) {
    self.beta = beta
    self.input = input
  }

  /// d^β CE and its derivative d^β (β (CE/d) d′ + CE′) with d = |y − σ|: d^(β−1) is never formed.
  @inline(__always)
  public func term(_ x: S, target y: S) -> ValueAndSlope<S> {
    let term = BinaryTerm(x, target: y, input)
    let error = SignedError(x, target: y, input)
    let distance = abs(error.value)
    let modulation = modulatingFactor(distance, beta)
    let ratio = distance == 0 ? 0 : term.crossEntropy / distance
    let growth = error.value < 0 ? -error.slope : error.slope
    return ValueAndSlope(
      value: modulation * term.crossEntropy,
      slope: modulation * (beta * (ratio * growth) + term.crossEntropySlope))
  }
}

/// σ − y and its derivative by the input.
struct SignedError<S: Scalar> {
  let value: S
  let slope: S

  @inline(__always)
  init(_ x: S, target y: S, _ input: ClassificationInput) {
    switch input {
    case .logits:
      let p = Logistic(logit: x)
      // At the ends of [0, 1] one of the two products is 0, and the other keeps its digits.
      value = (1 - y) * p.probability - y * p.complement
      slope = p.probability * p.complement
    case .probabilities:
      value = x - y
      slope = 1
    }
  }
}
