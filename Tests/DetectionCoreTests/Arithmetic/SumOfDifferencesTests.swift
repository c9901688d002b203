import Testing

@testable import DetectionCore

@Suite struct SumOfDifferencesTests {
  @Test func roundingErrors_AreAddedBack() {
    // (2⁵³ + 2 − 0.75) + (−2⁵³ − 1 − …): in plain arithmetic the quarters are lost.
    let plain = (0x1p53 + 2 - 0.75) + (0.5 - (0x1p53 + 2))
    #expect(plain != -0.25)
    #expect(sumOfDifferences(0x1p53 + 2, 0.75, 0.5, 0x1p53 + 2) == -0.25)
  }

  @Test func float32_IsAsGoodAsFloat64() {
    var generator = SeededGenerator(33)
    for _ in 0..<1000 {
      let far = generator.uniform(-1000...1000)
      // Two boxes far from each other, of nearly one size.
      let a = [Float(generator.uniform(-1...1)), Float(generator.uniform(9...11))]
      let b = [a[0] + Float(far), a[1] + Float(far)]
      let exact = (Double(b[1]) - Double(a[1])) + (Double(a[0]) - Double(b[0]))
      let found = Double(sumOfDifferences(b[1], a[1], a[0], b[0]))
      #expect(relativeError(found, exact) <= 0x1p-23)
    }
  }
}
