import Testing

@testable import DetectionCore

@Suite struct LossNormalizationTests {
  private func divisors(_ rule: LossNormalization) -> [Double] { rule.divisors(positives: [3, 0, 5]) }

  @Test func rules_DivideByTheirCounts() {
    #expect(divisors(.perImage) == [9, 3, 15])
    #expect(divisors(.batch(divisor: nil)) == [8, 8, 8])
    #expect(divisors(.batch(divisor: 2.5)) == [2.5, 2.5, 2.5])
    #expect(divisors(.batchOfImages(eps: 0.5)) == [9.5, 9.5, 9.5])
    #expect(divisors(.running(previous: 100, momentum: 0.75)) == [77, 77, 77])
    #expect(divisors(.onePlusBatch) == [9, 9, 9])
    #expect(divisors(.batchIfAny) == [8, 8, 8])
  }

  @Test func noPositives_DivideByOne() {
    #expect(LossNormalization.batch(divisor: nil).divisors(positives: [0]) == [1])
    #expect(LossNormalization.onePlusBatch.divisors(positives: [0]) == [1])
    #expect(LossNormalization.batchOfImages(eps: 0).divisors(positives: [0, 0]) == [2, 2])
    #expect(LossNormalization.batchIfAny.divisors(positives: [0, 0]) == [.infinity, .infinity])
  }
}
