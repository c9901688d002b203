import RealModule

/// Focal loss whose cross entropy takes the logarithm of probabilities within [ε, 1 − ε], with slope 0 beyond: keras. The
/// modulating factor is of the probability as it is.
public struct ClippedFocalLoss<S: Scalar>: SigmoidLoss {
  /// γ, α, and what the first input holds.
  public var focal: FocalLoss<S>
  /// ε in (0, ½).
  public var eps: S
  /// What the first input holds.
  public var input: ClassificationInput { focal.input }
  /// Elements with this target count for nothing.
  public var ignored: S? { focal.ignored }

  /// A focal loss with that ε.
  public init(_ focal: FocalLoss<S>, eps: S) {
    self.focal = focal
    self.eps = eps
  }

  /// Of any target.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L) -> ValueAndSlope<L> where L.Element == S {
    let plain = BinaryTerm(x, target: t, rest: 1 - t, input)
    let (p, slope) = probability(x)
    let clipped = p.orGreater(L(repeating: eps)).orLesser(L(repeating: 1 - eps))
    let isWithin = L.choose(p .>= eps, L.choose(p .<= 1 - eps, .one, .zero), .zero)
    let complement = 1 - clipped
    let crossEntropy = -(t * clipped.mapped { .log($0) } + (1 - t) * complement.mapped { .log($0) })
    let crossEntropySlope = isWithin * ((1 - t) / complement - t / clipped) * slope
    let weight = t.classWeight(focal.alpha, rest: 1 - t)
    let modulated = weight * plain.miss.modulating(focal.gamma)
    // γ q^(γ−1) q′; q^γ/q of q = 0 is 0 but for γ = 1, and never matters for γ = 0.
    let ratio = L.choose(plain.miss .== 0, .zero, modulated / plain.miss.orOne)
    return ValueAndSlope(
      value: modulated * crossEntropy,
      slope: focal.gamma * ratio * plain.missSlope * crossEntropy + modulated * crossEntropySlope)
  }

  /// p and ∂p by the input.
  @inline(__always)
  private func probability<L: Lanes>(_ x: L) -> (L, slope: L) where L.Element == S {
    guard input == .logits else { return (x, .one) }
    let y = Logistic(logit: x)
    return (y.probability, y.probability * y.complement)
  }
}
