import DetectionCore

/// Repeatable random numbers, the same on every machine.
struct Random {
  private var bits: SplitMix64

  init(seed: UInt64) { bits = SplitMix64(seed: seed) }

  /// Uniform in [low, high), in steps of 2⁻²⁴ of the width.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(bits.next() >> 40) * 0x1p-24
  }

  /// Roughly normal: the sum of twelve uniform numbers. No logarithm, so every machine makes the same ones.
  mutating func normal(mean: Float, deviation: Float) -> Float {
    var sum: Int64 = 0
    for _ in 0..<3 {
      let word = bits.next()
      for shift in stride(from: UInt64(0), to: 64, by: 16) { sum += Int64((word >> shift) & 0xFFFF) }
    }
    // What lies between the sum's steps, so that equal values are as rare as float32 makes them.
    let fraction = Float(bits.next() >> 40) * 0x1p-24
    return mean + deviation * ((Float(sum - 6 * 65535) + fraction) * 0x1p-16)
  }

  mutating func below(_ bound: Int) -> Int { Int(bits.next() >> 33) % bound }
}
