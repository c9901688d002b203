import Testing

@testable import DetectionCore

@Suite struct LogisticTests {
  @Test func parts_AddUp() {
    for x in [-800, -40, -1.5, 0, 0.25, 3, 36, 710] as [Double] {
      let y = Logistic(logit: x)
      #expect(abs(y.probability + y.complement - 1) <= 0x1p-52)
      #expect(y.probability == sigmoid(x))
      #expect(y.complement == sigmoid(-x))
      #expect(relativeError(y.negativeLogComplement, Logistic(logit: -x).negativeLog) <= 0)
    }
  }

  @Test func tails_KeepTheirDigits() {
    let y = Logistic(logit: 50.0)
    // e⁻⁵⁰: 1 − σ(50) is 0 in doubles.
    #expect(relativeError(y.complement, 1.9287498479639178e-22) <= 1e-15)
    #expect(relativeError(y.negativeLog, 1.9287498479639178e-22) <= 1e-15)
    #expect(y.negativeLogComplement == 50)
  }

  @Test func extremes_AreExact() {
    let high = Logistic<Float>(logit: 1e4)
    #expect((high.probability, high.complement, high.negativeLog, high.negativeLogComplement) == (1, 0, 0, 1e4))
    let low = Logistic<Float>(logit: -1e4)
    #expect((low.probability, low.complement, low.negativeLog, low.negativeLogComplement) == (0, 1, 1e4, 0))
  }

  @Test func logit_InvertsTheSigmoid() {
    // σ(2) = 0.88 is rounded by 1e-16, which the slope 1/(0.88 · 0.12) makes 1e-15.
    for x in [-30, -2, -1e-9, 0, 1e-9, 0.5, 2] as [Double] {
      #expect(abs(logit(sigmoid(x)) - x) <= 4e-15 * max(abs(x), 1))
    }
    // log(f/(1 − f)) ≈ 4 (f − ½): two logarithms would cancel.
    #expect(relativeError(logit(0.5 + 0x1p-40), 0x1p-38) <= 1e-15)
    #expect(logit(0.5) == 0)
    #expect(logit(0.0) == -logit(1.0))
    #expect(logit(0.0).isFinite)
  }
}
