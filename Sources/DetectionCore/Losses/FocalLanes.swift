/// Focal loss of sixteen logits at a time, for γ = 0, 1 or 2: the arithmetic of ``FocalLoss``, in vectors.
struct FocalLanes: Sendable {
  private let gamma: Float
  private let positiveWeight: Float
  private let negativeWeight: Float

  /// `nil` where the loss needs what vectors here cannot: probabilities, ignored elements, another γ.
  init?(_ loss: FocalLoss<Float>) {
    guard loss.input == .logits, loss.ignored == nil, [0, 1, 2].contains(loss.gamma) else { return nil }
    gamma = loss.gamma
    positiveWeight = loss.alpha ?? 1
    negativeWeight = loss.alpha.map { 1 - $0 } ?? 1
  }

  /// The sum over a stretch; `rest` evaluates what is left over, and elements with soft targets.
  func evaluate(_ stretch: Stretch<Float>, rest: (Float, Float) -> ValueAndSlope<Float>) -> Double {
    guard stretch.hasHardTargets else { return stretch.evaluate(rest) }
    let (sum, done) =
      switch gamma {
      case 2: stretch.evaluateLanes { term($0, $1) { $0 * $0 } }
      case 1: stretch.evaluateLanes { term($0, $1) { $0 } }
      default: stretch.evaluateLanes { term($0, $1) { _ in Lanes(repeating: 1) } }
      }
    return sum + stretch.evaluate(from: done, rest)
  }

  /// With a hard target, (CE/q) ∂q = ±CE (1 − q): nothing is divided.
  @inline(__always)
  private func term(_ x: Lanes, _ t: Lanes, _ modulation: (Lanes) -> Lanes) -> (value: Lanes, slope: Lanes) {
    let y = LogisticLanes(logit: x)
    let isPositive = t .> 0
    let crossEntropy = y.negativeLogComplement.replacing(with: y.negativeLog, where: isPositive)
    let miss = y.probability.replacing(with: y.complement, where: isPositive)
    let hit = y.complement.replacing(with: y.probability, where: isPositive)
    let weight = Lanes(repeating: negativeWeight).replacing(with: positiveWeight, where: isPositive)
    let modulated = weight * modulation(miss)
    let slope = modulated * (gamma * (crossEntropy * hit) + miss)
    return (modulated * crossEntropy, slope.replacing(with: -slope, where: isPositive))
  }
}

extension Stretch where S == Float {
  /// Whether every target is 0 or 1.
  fileprivate var hasHardTargets: Bool {
    var soft: Int32 = 0
    for i in 0..<count { soft |= (targets[i] == 0 ? 0 : 1) & (targets[i] == 1 ? 0 : 1) }
    return soft == 0
  }
}
