import Testing

@testable import DetectionCore

@Suite struct PairwiseSumTests {
  private static func sum<S: Scalar>(_ elements: [S]) -> Double {
    elements.withUnsafeBufferPointer { pairwiseSum($0) }
  }

  @Test func sum_IsTheSameEveryTime() {
    var generator = SeededGenerator(31)
    let numbers = generator.numbers(100_003, in: -1e6...1e6)
    let first = Self.sum(numbers)
    for _ in 0..<3 { #expect(Self.sum(numbers) == first) }
  }

  /// The tree is part of the definition: halves, down to blocks of at most 128 from left to right.
  @Test func sum_FollowsItsTree() {
    func reference(_ numbers: ArraySlice<Double>) -> Double {
      guard numbers.count > 128 else { return numbers.reduce(0, +) }
      let middle = numbers.startIndex + numbers.count / 2
      return reference(numbers[..<middle]) + reference(numbers[middle...])
    }
    var generator = SeededGenerator(32)
    for count in [0, 1, 127, 128, 129, 1000, 4097] {
      let numbers = generator.numbers(count, in: -1...1)
      #expect(Self.sum(numbers) == reference(numbers[...]))
    }
  }

  @Test func error_GrowsWithTheLogarithm() {
    // 0.1 is 2⁻⁵⁶·0.4 too large; a plain sum of a million is off by 1e-6.
    let sum = Self.sum([Double](repeating: 0.1, count: 1_000_000))
    #expect(abs(sum - 100_000) <= 1e-9)
    // 2²⁵ ones in float32 would stop at 2²⁴; a quarter million of 0.1 is enough to see it.
    let single = Self.sum([Float](repeating: 0.1, count: 250_000))
    #expect(abs(single - 250_000 * Double(0.1 as Float)) <= 1e-9)
  }
}
