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

  /// The sum over a stretch whose targets are 0 or 1; `rest` evaluates what is left over.
  func evaluate(_ stretch: Stretch<Float>, rest: (Float, Float) -> ValueAndSlope<Float>) -> Double {
    let (sum, done) =
      switch gamma {
      case 2: stretch.evaluateLanes { term($0, $1) { $0 * $0 } }
      case 1: stretch.evaluateLanes { term($0, $1) { $0 } }
      default: stretch.evaluateLanes { term($0, $1) { _ in FloatLanes(repeating: 1) } }
      }
    return sum + stretch.evaluate(from: done, rest)
  }

  /// A positive is a negative of the opposite logit: with u = −x or x, 1 − p_t = σ(u) and CE = softplus(u), so nothing is
  /// computed twice; and (CE/q) ∂q = CE (1 − q): nothing is divided.
  @inline(__always)
  private func term(_ x: FloatLanes, _ t: FloatLanes, _ modulation: (FloatLanes) -> FloatLanes) -> (value: FloatLanes, slope: FloatLanes) {
    // All ones where the target is 1.
    let isPositive = LaneBits(repeating: 0) &- (unsafeBitCast(t, to: LaneBits.self) &>> 29 & 1)
    let flip = isPositive & LaneBits(repeating: signBit)
    let y = LogisticLanes(logit: unsafeBitCast(unsafeBitCast(x, to: LaneBits.self) ^ flip, to: FloatLanes.self))
    let (miss, hit, crossEntropy) = (y.probability, y.complement, y.negativeLogComplement)
    let change = LaneBits(repeating: negativeWeight.bitPattern ^ positiveWeight.bitPattern)
    let weight = unsafeBitCast(
      LaneBits(repeating: negativeWeight.bitPattern) ^ (change & isPositive), to: FloatLanes.self)
    let modulated = weight * modulation(miss)
    let slope = modulated * (gamma * (crossEntropy * hit) + miss)
    return (modulated * crossEntropy, unsafeBitCast(unsafeBitCast(slope, to: LaneBits.self) ^ flip, to: FloatLanes.self))
  }
}

extension Stretch where S == Float {
  /// Whether every target is 0 or 1; without a branch, so that it costs next to nothing. Not −0, whose sign is a bit.
  var hasHardTargets: Bool {
    var soft: Int32 = 0
    for i in 0..<count {
      let bits = targets[i].bitPattern
      soft |= (bits == 0 ? 0 : 1) & (bits == 0x3F80_0000 ? 0 : 1)
    }
    return soft == 0
  }
}
