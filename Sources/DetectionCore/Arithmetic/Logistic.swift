import RealModule

/// A logit's sigmoid and its complement, with both logarithms, each to full relative accuracy.
///
/// One exponential of −|x| serves all four, so nothing overflows and `1 − p` is never a subtraction.
struct Logistic<S: Scalar> {
  /// σ(x).
  let probability: S
  /// 1 − σ(x) = σ(−x).
  let complement: S
  /// −log σ(x) = softplus(−x).
  let negativeLog: S
  /// −log(1 − σ(x)) = softplus(x).
  let negativeLogComplement: S

  @inline(__always)
  init(logit x: S) {
    let e = S.exp(-abs(x))
    let small = e / (1 + e)
    let large = 1 / (1 + e)
    let tail = S.log(onePlus: e)
    probability = x < 0 ? small : large
    complement = x < 0 ? large : small
    negativeLog = x < 0 ? tail - x : tail
    negativeLogComplement = x < 0 ? tail : tail + x
  }
}

/// σ(x), without overflow.
@inline(__always)
func sigmoid<S: Scalar>(_ x: S) -> S {
  let e = S.exp(-abs(x))
  return x < 0 ? e / (1 + e) : 1 / (1 + e)
}

/// σ⁻¹(f) = log(f / (1 − f)) for f in [0, 1]; f and 1 − f are held at the smallest normal number, so that the ends
/// stay finite. Accurate near ½ as well, where the two logarithms would cancel.
func logit<S: Scalar>(_ f: S) -> S {
  if f > 0.25 && f < 0.75 { return S.log(onePlus: (2 * f - 1) / (1 - f)) }
  return S.log(max(f, .leastNormalMagnitude)) - S.log(max(1 - f, .leastNormalMagnitude))
}

/// −log p with p held at the smallest normal number (docs/numerics.md, «clamp»).
@inline(__always)
func clampedNegativeLog<S: Scalar>(_ p: S) -> S { -S.log(max(p, .leastNormalMagnitude)) }
