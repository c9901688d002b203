import RealModule
import Testing

@testable import DetectionCore

@Suite struct ScoreOrderTests {
  private static func check<S: Scalar>(_ scores: [S], above threshold: S? = nil) {
    let found = scores.withUnsafeBufferPointer { ScoreOrder.indices($0, above: threshold) }
    let wanted = scores.indices.filter { scores[$0] > threshold ?? -.infinity }
      .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    #expect(found == wanted)
  }

  /// Below 128 scores by comparison, from there by radix.
  @Test(arguments: [0, 1, 2, 127, 128, 129, 1000])
  func order_IsBestFirstThenLowerIndex(_ count: Int) {
    var generator = SeededGenerator(UInt64(95 + count))
    let ties = (0..<count).map { _ in Double(generator.integer(-5..<5)) / 8 }
    Self.check(ties)
    Self.check(ties, above: 0)
    Self.check(ties.map { Float($0) }, above: 0.25)
    let wide = (0..<count).map { _ in generator.uniform(-1...1) * Double.exp2(generator.uniform(-300...300)) }
    Self.check(wide)
    Self.check(wide.map { Float($0) }.filter { $0.isFinite })
  }

  @Test func signedZeros_AreEqual() {
    let scores = (0..<200).map { $0 % 3 == 0 ? 0.0 : $0 % 3 == 1 ? -0.0 : -1 }
    Self.check(scores)
  }

  @Test func withoutAThreshold_NoneIsLost() {
    for repeats in [1, 100] {
      let kinds: [Float] = [Float.nan, -Float.infinity, 1]
      let scores = (0..<3 * repeats).map { kinds[$0 % 3] }
      let all = scores.withUnsafeBufferPointer { ScoreOrder.indices($0, above: nil) }
      let wanted = [2, 1, 0].flatMap { kind in (0..<repeats).map { 3 * $0 + kind } }
      #expect(all == wanted)
      let above = scores.withUnsafeBufferPointer { ScoreOrder.indices($0, above: -Float.infinity) }
      #expect(above.count == repeats)
    }
  }

  @Test func extremes_HaveTheirPlace() {
    Self.check([1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, -1] as [Double])
  }
}
