import DetectionCore

/// The same numbers in every run, on every machine.
typealias SeededGenerator = SplitMix64

extension SplitMix64 {
  init(_ seed: UInt64) { self.init(seed: seed) }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

  mutating func integer(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }
}
