import RealModule

/// A logit's sigmoid and its complement, with both logarithms, each to full relative accuracy.
///
/// One exponential of −|x| serves all four, so nothing overflows and `1 − p` is never a subtraction.
struct Logistic<L: Lanes> {
  /// σ(x).
  let probability: L
  /// 1 − σ(x) = σ(−x).
  let complement: L
  /// −log σ(x) = softplus(−x).
  let negativeLog: L
  /// −log(1 − σ(x)) = softplus(x).
  let negativeLogComplement: L

  @inline(__always)
  init(logit x: L) { self.init(logit: x, exponential: L.expOfNegative(-x.magnitudes)) }

  /// With e^−|x| as it is known.
  @inline(__always)
  init(logit x: L, exponential e: L) {
    let large = 1 / (1 + e)
    let small = e * large
    let tail = L.logOnePlusUnit(e)
    let isNegative = x .< 0
    probability = L.choose(isNegative, small, large)
    // The other of the two.
    complement = L(bits: large.bits ^ small.bits ^ probability.bits)
    negativeLog = tail + (-x).orZero
    negativeLogComplement = tail + x.orZero
  }
}

/// σ(x), without overflow.
@inline(__always)
func sigmoid<S: Scalar>(_ x: S) -> S {
  let e = S.exp(-abs(x))
  return x < 0 ? e / (1 + e) : 1 / (1 + e)
}

/// σ⁻¹(f) = log(f / (1 − f)) for f in [0, 1]; f and 1 − f are at least the smallest normal number, so that the ends
/// stay finite. Accurate near ½ as well, where the two logarithms would cancel.
func logit<S: Scalar>(_ f: S) -> S {
  if f > 0.25 && f < 0.75 { return S.log(onePlus: (2 * f - 1) / (1 - f)) }
  return S.log(max(f, .leastNormalMagnitude)) - S.log(max(1 - f, .leastNormalMagnitude))
}
