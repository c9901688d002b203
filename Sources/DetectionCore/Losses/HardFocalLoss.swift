/// Focal loss of logits whose targets are 0 or 1.
///
/// A positive is a negative of the opposite logit: with u = −x or x, 1 − p_t = σ(u) and CE = softplus(u), so that nothing is
/// computed twice; and (CE/q) ∂q = CE (1 − q), so that nothing is divided. A sixth of the instructions of
/// ``FocalLoss/term(_:target:)`` is saved.
struct HardFocalLoss<S: Scalar>: StagedLoss {
  let inputRole = InputRole.logits
  private let gamma: S
  private let positiveWeight: S
  private let negativeWeight: S

  init(_ loss: FocalLoss<S>) {
    gamma = loss.gamma
    positiveWeight = loss.alpha ?? 1
    negativeWeight = loss.alpha.map { 1 - $0 } ?? 1
  }

  /// e^−|x|, of either sign.
  @inline(__always)
  func prelude<L: Lanes>(_ x: L) -> L where L.Element == S { L.expOfNegative(-x.magnitudes) }

  @inline(__always)
  func term<L: Lanes>(_ x: L, target: L, prelude: L) -> ValueAndSlope<L> where L.Element == S {
    let isPositive = target .> 0
    let y = Logistic(logit: x.negated(where: isPositive), exponential: prelude)
    let weight = L.choose(isPositive, L(repeating: positiveWeight), L(repeating: negativeWeight))
    let modulated = weight * power(y.probability)
    let slope = modulated * (gamma * (y.negativeLogComplement * y.complement) + y.probability)
    return ValueAndSlope(value: modulated * y.negativeLogComplement, slope: slope.negated(where: isPositive))
  }

  /// q^γ for the γ that this is made of, 0, 1 or 2: a function of any γ is called, and takes the registers.
  @inline(__always)
  private func power<L: Lanes>(_ q: L) -> L where L.Element == S { gamma == 2 ? q * q : gamma == 1 ? q : .one }

  @inline(__always)
  func sum(_ stretch: ElementStretch<S>) -> Double { stretch.sum(staged: self) }
}

extension ElementStretch {
  /// Whether every target is 0 or 1; without a branch, so that it costs next to nothing.
  @inline(__always)
  var hasHardTargets: Bool {
    var soft: Int32 = 0
    for i in 0..<count { soft |= (targets[i] == 0 ? 0 : 1) & (targets[i] == 1 ? 0 : 1) }
    return soft == 0
  }
}
