/// Sixteen float32 at a time: as wide as AVX-512, and still good code where vectors are narrower.
typealias FloatLanes = SIMD16<Float>
/// Their bits.
typealias LaneBits = SIMD16<UInt32>
/// A float32 that has only its sign.
let signBit: UInt32 = 0x8000_0000

/// exp and log1p of sixteen float32, and atan2 of eight, by polynomials. Nothing here is written for one kind of processor.
///
/// Errors are against the exact value, in units of the last place of a float32; the tests measure them.
enum VectorMath {
  /// exp(x) for x ≤ 0, to 1 ulp; subnormal results included, 0 from about −104 on.
  ///
  /// x = k log 2 + r with |r| ≤ ½ log 2; log 2 in two pieces, of which k times the first is exact. The polynomial is
  /// Cephes' `expf` (Moshier 1989).
  @inline(__always)
  static func expOfNegative(_ argument: FloatLanes) -> FloatLanes {
    let x = argument.replacing(with: -104, where: argument .< -104)
    // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let k = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- 0x4B40_0000
    let r = (x - n * 0.693_359_375) - n * -2.121_944_40e-4
    // In pairs, so that fewer steps wait for one another.
    let square = r * r
    let high = r * 1.987_569_15e-4 + 1.398_199_95e-3
    let middle = r * 8.333_451_9e-3 + 4.166_579_59e-2
    let low = r * 0.166_666_655 + 0.5
    let mantissa = ((high * square + middle) * square + low) * square + r + 1
    // 2^k in two steps, each a normal number, so that a subnormal result is rounded once.
    let half = k &>> 1
    return mantissa * powerOfTwo(half) * powerOfTwo(k &- half)
  }

  /// log(1 + e) for e in [0, 1], to 2 ulp.
  ///
  /// log(1 + e) = 2 artanh s = 2s (1 + s²/3 + s⁴/5 + …) with s = e/(2 + e) ≤ ⅓.
  @inline(__always)
  static func logOnePlusUnit(_ e: FloatLanes) -> FloatLanes {
    let s = e / (e + 2)
    let z = s * s
    let square = z * z
    let high = z * (2.0 / 15) + (2.0 / 13)
    let middle = z * (2.0 / 11) + (2.0 / 9)
    let low = z * (2.0 / 7) + (2.0 / 5)
    let p = ((high * square + middle) * square + low) * z + (2.0 / 3)
    return s * z * p + (s + s)
  }

  @inline(__always)
  private static func powerOfTwo(_ exponent: SIMD16<Int32>) -> FloatLanes {
    unsafeBitCast((exponent &+ 127) &<< 23, to: FloatLanes.self)
  }
}

/// ``Logistic`` of sixteen logits, as far as a loss of hard targets needs it.
struct LogisticLanes {
  /// σ(x).
  let probability: FloatLanes
  /// 1 − σ(x).
  let complement: FloatLanes
  /// −log(1 − σ(x)) = softplus(x).
  let negativeLogComplement: FloatLanes

  @inline(__always)
  init(logit x: FloatLanes) {
    let bits = unsafeBitCast(x, to: LaneBits.self)
    let e = VectorMath.expOfNegative(unsafeBitCast(bits | LaneBits(repeating: signBit), to: FloatLanes.self))
    let large = 1 / (1 + e)
    let small = e * large
    // All ones where x is negative.
    let isNegative = unsafeBitCast(unsafeBitCast(x, to: SIMD16<Int32>.self) &>> 31, to: LaneBits.self)
    let largeBits = unsafeBitCast(large, to: LaneBits.self)
    let smallBits = unsafeBitCast(small, to: LaneBits.self)
    let exchange = (largeBits ^ smallBits) & isNegative
    probability = unsafeBitCast(largeBits ^ exchange, to: FloatLanes.self)
    complement = unsafeBitCast(smallBits ^ exchange, to: FloatLanes.self)
    negativeLogComplement = VectorMath.logOnePlusUnit(e) + unsafeBitCast(bits & ~isNegative, to: FloatLanes.self)
  }
}
