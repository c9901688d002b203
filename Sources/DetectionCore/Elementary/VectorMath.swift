/// Sixteen float32 at a time: as wide as AVX-512, and still good code where vectors are narrower.
typealias Lanes = SIMD16<Float>

/// exp and log1p of sixteen float32, by polynomials. Nothing here is written for one kind of processor.
///
/// Errors are against the exact value, in units of the last place of a float32; the tests measure them.
enum VectorMath {
  /// exp(x) for x ≤ 0, to 1 ulp; subnormal results included, 0 from about −104 on.
  ///
  /// x = k log 2 + r with |r| ≤ ½ log 2; log 2 in two pieces, of which k times the first is exact. The polynomial is
  /// Cephes' `expf` (Moshier 1989).
  @inline(__always)
  static func expOfNegative(_ argument: Lanes) -> Lanes {
    let x = argument.replacing(with: -104, where: argument .< -104)
    // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let k = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- 0x4B40_0000
    let r = (x - n * 0.693_359_375) - n * -2.121_944_40e-4
    var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
    p = p * r + 8.333_451_9e-3
    p = p * r + 4.166_579_59e-2
    p = p * r + 0.166_666_655
    p = p * r + 0.5
    let mantissa = p * (r * r) + r + 1
    // 2^k in two steps, each a normal number, so that a subnormal result is rounded once.
    let half = k &>> 1
    return mantissa * powerOfTwo(half) * powerOfTwo(k &- half)
  }

  /// log(1 + e) for e in [0, 1], to 2 ulp.
  ///
  /// log(1 + e) = 2 artanh s = 2s (1 + s²/3 + s⁴/5 + …) with s = e/(2 + e) ≤ ⅓.
  @inline(__always)
  static func logOnePlusUnit(_ e: Lanes) -> Lanes {
    let s = e / (e + 2)
    let z = s * s
    var p = z * (2.0 / 15) + (2.0 / 13)
    p = p * z + (2.0 / 11)
    p = p * z + (2.0 / 9)
    p = p * z + (2.0 / 7)
    p = p * z + (2.0 / 5)
    p = p * z + (2.0 / 3)
    return s * z * p + (s + s)
  }

  @inline(__always)
  private static func powerOfTwo(_ exponent: SIMD16<Int32>) -> Lanes {
    unsafeBitCast((exponent &+ 127) &<< 23, to: Lanes.self)
  }
}

/// ``Logistic`` of sixteen logits.
struct LogisticLanes {
  let probability: Lanes
  let complement: Lanes
  let negativeLog: Lanes
  let negativeLogComplement: Lanes

  @inline(__always)
  init(logit x: Lanes) {
    let isNegative = x .< 0
    let e = VectorMath.expOfNegative((-x).replacing(with: x, where: isNegative))
    let large = 1 / (1 + e)
    let small = e * large
    let tail = VectorMath.logOnePlusUnit(e)
    probability = large.replacing(with: small, where: isNegative)
    complement = small.replacing(with: large, where: isNegative)
    negativeLog = tail + (-x).replacing(with: 0, where: .!isNegative)
    negativeLogComplement = tail + x.replacing(with: 0, where: isNegative)
  }
}
