import RealModule

/// What every sigmoid loss is made of, each to full relative accuracy.
///
/// For soft targets p_t is read as torchvision's `sigmoid_focal_loss` does: p_t = p t + (1 − p)(1 − t).
struct BinaryTerm<L: Lanes> {
  /// CE = −t log p − (1 − t) log(1 − p).
  let crossEntropy: L
  /// ∂CE/∂input.
  let crossEntropySlope: L
  /// q = 1 − p_t.
  let miss: L
  /// ∂q/∂input.
  let missSlope: L

  @inline(__always)
  init(_ x: L, target t: L, _ input: ClassificationInput) { self.init(x, target: t, rest: 1 - t, input) }

  /// With 1 − t as it is known apart: −t log p − rest log(1 − p).
  @inline(__always)
  init(_ x: L, target t: L, rest: L, _ input: ClassificationInput) {
    switch input {
    case .logits: self.init(logit: x, target: t, rest: rest)
    case .probabilities: self.init(probability: x, target: t, rest: rest)
    }
  }

  @inline(__always)
  init(logit x: L, target t: L) { self.init(logit: x, target: t, rest: 1 - t) }

  @inline(__always)
  init(logit x: L, target t: L, rest: L) {
    let y = Logistic(logit: x)
    crossEntropy = t * y.negativeLog + rest * y.negativeLogComplement
    crossEntropySlope = rest * y.probability - t * y.complement
    miss = t * y.complement + rest * y.probability
    missSlope = (rest - t) * y.probability * y.complement
  }

  /// With a weight w₊ of positives: −w₊ t log p − rest log(1 − p). What is missed takes no notice of it.
  @inline(__always)
  init(logit x: L, target t: L, rest: L, positiveWeight: L.Element) {
    let y = Logistic(logit: x)
    let weighted = positiveWeight * t
    crossEntropy = weighted * y.negativeLog + rest * y.negativeLogComplement
    crossEntropySlope = rest * y.probability - weighted * y.complement
    miss = t * y.complement + rest * y.probability
    missSlope = (rest - t) * y.probability * y.complement
  }

  /// p and 1 − p are at least the smallest normal number where they divide or their logarithm is taken
  /// (docs/numerics.md, «clamp»).
  @inline(__always)
  init(probability p: L, target t: L) { self.init(probability: p, target: t, rest: 1 - t) }

  @inline(__always)
  init(probability p: L, target t: L, rest: L) {
    let tiny = L(repeating: .leastNormalMagnitude)
    let complement = 1 - p
    let (isZero, isOne) = (t .== 0, rest .== 0)
    let negativeLog = -(p.orGreater(tiny).mapped { .log($0) })
    let negativeLogComplement =
      -(p.mapped { 1 - $0 < .leastNormalMagnitude ? .log(.leastNormalMagnitude) : .log(onePlus: -$0) })
    crossEntropy =
      L.choose(isZero, .zero, t * negativeLog) + L.choose(isOne, .zero, rest * negativeLogComplement)
    crossEntropySlope =
      L.choose(isOne, .zero, rest / complement.orGreater(tiny)) - L.choose(isZero, .zero, t / p.orGreater(tiny))
    miss = t * complement + rest * p
    missSlope = rest - t
  }

  /// q^γ CE and its derivative γ q^γ (CE/q) q′ + q^γ CE′, each times a weight; CE/q → 1 as q → 0.
  @inline(__always)
  func focal(_ gamma: L.Element, weight: L) -> ValueAndSlope<L> {
    let modulated = weight * miss.modulating(gamma)
    let ratio = L.choose(miss .== 0, .one, crossEntropy / miss)
    return ValueAndSlope(
      value: modulated * crossEntropy, slope: modulated * (gamma * (ratio * missSlope) + crossEntropySlope))
  }
}

extension Lanes {
  /// (1 − p_t)^γ of q = 1 − p_t; 1 for γ = 0 whatever the base.
  @inline(__always)
  func modulating(_ gamma: Element) -> Self {
    if gamma == 2 { return self * self }
    if gamma == 0 { return .one }
    if gamma == 1 { return self }
    return mapped { .pow($0, gamma) }
  }

  /// α_t = α t + (1 − α)(1 − t) of a target t, or 1 without α.
  @inline(__always)
  func classWeight(_ alpha: Element?) -> Self { classWeight(alpha, rest: 1 - self) }

  /// The same with 1 − t as it is known apart.
  @inline(__always)
  func classWeight(_ alpha: Element?, rest: Self) -> Self {
    guard let alpha else { return .one }
    return alpha * self + (1 - alpha) * rest
  }
}

/// q^γ of one number; 1 for γ = 0 whatever the base.
@inline(__always)
func modulatingFactor<S: Scalar>(_ q: S, _ gamma: S) -> S { S.One(repeating: q).modulating(gamma).first }
