import RealModule

/// exp, log1p and the arc tangent of float32 in any number of lanes, by polynomials: the same bits in one lane as in
/// sixteen. Nothing here is written for one kind of processor.
///
/// Errors are against the exact value, in units of the last place of a float32; the tests measure them.
extension Lanes where Element == Float {
  /// exp(x) for x ≤ 0, to 1 ulp; subnormal results included, 0 from about −104 on.
  ///
  /// x = k log 2 + r with |r| ≤ ½ log 2; log 2 in two pieces, of which k times the first is exact. The polynomial is
  /// Cephes' `expf` (Moshier 1989).
  @inlinable @inline(__always)
  public static func expOfNegative(_ argument: Self) -> Self {
    let x = argument.replacing(with: Self(repeating: -104), where: argument .< -104)
    // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = (x - n * 0.693_359_375) - n * -2.121_944_40e-4
    // In pairs, so that fewer steps wait for one another.
    let square = r * r
    let high = r * 1.987_569_15e-4 + 1.398_199_95e-3
    let middle = r * 8.333_451_9e-3 + 4.166_579_59e-2
    let low = r * 0.166_666_655 + 0.5
    let mantissa = ((high * square + middle) * square + low) * square + r + 1
    // 2^k in two steps, each a normal number, so that a subnormal result is rounded once. Of the bits the lowest nine count,
    // which are those of k: the number's own exponent is shifted out.
    let half = shifted.bits &>> 1
    return mantissa * powerOfTwo(half) * powerOfTwo(shifted.bits &- half)
  }

  /// log(1 + e) for e in [0, 1], to 1.5 ulp.
  ///
  /// log(1 + e) = 2 artanh s = 2s (1 + s²/3 + s⁴/5 + …) with s = e/(2 + e) ≤ ⅓. As 2s = e − s e, that is e − s (e − R) with
  /// R the rest of the series: what is rounded twice is the lesser part.
  @inlinable @inline(__always)
  public static func logOnePlusUnit(_ e: Self) -> Self {
    let s = e / (e + 2)
    let z = s * s
    let square = z * z
    let high = z * (2.0 / 15) + (2.0 / 13)
    let middle = z * (2.0 / 11) + (2.0 / 9)
    let low = z * (2.0 / 7) + (2.0 / 5)
    let p = ((high * square + middle) * square + low) * z + (2.0 / 3)
    return e - s * (e - z * p)
  }

  /// The angle of (x, y) for x ≥ 0, to 2 ulp; exact at y = 0.
  ///
  /// Of the ratio q ≤ 1 of the lesser to the greater: atan q = q + q³ P(q²), with P the polynomial of degree 8 of the least
  /// relative error, 3·10⁻⁹; beyond 1 it is π/2 less, with π/2 in two pieces.
  ///
  /// A function of its own: within a formula it leaves no register to it.
  @inlinable @inline(never)
  public static func angle(y: Self, x: Self) -> Self {
    let height = y.magnitudes
    let isSteep = height .> x
    let q = choose(isSteep, x, height) / choose(isSteep, height, x).orLeast
    let z = q * q
    var p = z * -1.793_621_80e-3 + 1.091_460_60e-2
    p = p * z - 3.117_784_67e-2
    p = p * z + 5.795_759_34e-2
    p = p * z - 8.403_450_25e-2
    p = p * z + 0.109_521_858
    p = p * z - 0.142_642_424
    p = p * z + 0.199_985_489
    p = p * z - 0.333_332_986
    let angle = q * (z * p) + q
    let whole = choose(isSteep, (1.570_796_37 - angle) - 4.371_138_8e-8, angle)
    return choose(y .< 0, -whole, whole)
  }

  @inlinable @inline(__always)
  static func powerOfTwo(_ exponent: Bits) -> Self { Self(bits: (exponent &+ 127) &<< 23) }
}
