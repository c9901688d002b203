/// Repeatable random numbers: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [low, high), in steps of 2⁻²⁴ of the width.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(next() >> 40) * 0x1p-24
  }

  /// Roughly normal: the sum of twelve uniform numbers. No logarithm, so every machine makes the same ones.
  mutating func normal(mean: Float, deviation: Float) -> Float {
    var sum: Int64 = 0
    for _ in 0..<3 {
      let bits = next()
      for shift in stride(from: UInt64(0), to: 64, by: 16) { sum += Int64((bits >> shift) & 0xFFFF) }
    }
    // What lies between the sum's steps, so that equal values are as rare as float32 makes them.
    let fraction = Float(next() >> 40) * 0x1p-24
    return mean + deviation * ((Float(sum - 6 * 65535) + fraction) * 0x1p-16)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }
}
