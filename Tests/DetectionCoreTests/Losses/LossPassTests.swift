import Testing

@testable import DetectionCore

@Suite struct LossPassTests {
  private static func loss<S: Scalar>(_ values: [S], divisor: S? = nil) -> ReducedLoss<S> {
    ReducedLoss(
      values: Tensor(values), gradient: Tensor(values.map { 2 * $0 }), meanDivisor: divisor ?? S(values.count))
  }

  @Test func none_KeepsElementsAndTheSumsGradient() {
    let loss = Self.loss([1, 2, 5])
    let (none, sum) = (loss.reduced(.none), loss.reduced(.sum(normalizer: 1)))
    #expect(none.loss.elements == [1, 2, 5])
    #expect(none.slopes == sum.slopes)
  }

  @Test func mean_IsTheSumOverN() {
    let mean = Self.loss([1, 2, 6]).reduced(.mean)
    #expect(mean.value == 3)
    #expect(mean.loss.shape == .scalar)
    #expect(mean.slopes == [2.0 / 3, 4.0 / 3, 4])
  }

  @Test func normalizer_DividesTheSum() {
    let loss = Self.loss([1, 2, 6])
    #expect(loss.reduced(.sum(normalizer: 1)).value == 9)
    #expect(loss.reduced(.sum(normalizer: 4)).value == 2.25)
    #expect(loss.reduced(.sum(normalizer: 4)).slopes == [0.5, 1, 3])
    #expect(loss.reduced(.sum(normalizer: 3)).value == loss.reduced(.mean).value)
  }

  @Test func normalizerBeyondFloat32_StillDivides() {
    // 1e-40 is no normal float32, 1e-50 none at all: 1e-30/1e-50 = 1e20.
    let loss: ReducedLoss<Float> = Self.loss([1e-30])
    #expect(abs(loss.reduced(.sum(normalizer: 1e-50)).value / 1e20 - 1) <= 1e-7)
    #expect(abs(Double(loss.reduced(.sum(normalizer: 1e-50)).slopes[0]) / 2e20 - 1) <= 1e-7)
  }

  @Test func meanOfNothing_IsZero() {
    let nothing: ReducedLoss<Double> = Self.loss([]).reduced(.mean)
    #expect(nothing.value == 0)
    #expect(nothing.slopes.isEmpty)
    #expect(Self.loss([3.0, 4], divisor: 0).reduced(.mean).value == 0)
    #expect(Self.loss([3.0, 4], divisor: 0).reduced(.mean).slopes == [0, 0])
    #expect(Self.loss([Double]()).reduced(.sum(normalizer: 1)).value == 0)
  }

  @Test func float32_IsSummedInFloat64() {
    // 2²⁴ + 1 is no float32: a float32 sum of 2²⁴ and four ones stays at 2²⁴.
    let loss: ReducedLoss<Float> = Self.loss([0x1p24, 1, 1, 1, 1])
    #expect(loss.reduced(.sum(normalizer: 1)).value == 0x1p24 + 4)
    // The sum itself, 3e38 + 3e38, is no float32; the mean is.
    #expect(Self.loss([3e38 as Float, 3e38]).reduced(.mean).value == Double(3e38 as Float))
  }

  /// A sum beyond the largest number, of which the mean, or the sum by its normalizer, is none.
  @Test func finiteMeans_AreAnswered() throws {
    for count in [2, 100, 5000] {
      let values = (0..<count).map { $0 % 2 == 0 ? 1.5e308 : 1e308 }
      let loss = Self.loss(values)
      #expect(abs(loss.reduced(.mean).value / 1.25e308 - 1) <= 1e-15)
      #expect(abs(loss.reduced(.sum(normalizer: Double(count) * 2)).value / 0.625e308 - 1) <= 1e-15)
      #expect(loss.reduced(.sum(normalizer: 1)).value == .infinity)
    }
    #expect(Self.loss([1e308, .infinity]).reduced(.mean).value == .infinity)
  }

  @Test func gradient_IsOnlyThereIfAskedFor() {
    let loss = ReducedLoss(values: Tensor([1.0]), gradient: nil, meanDivisor: 1)
    #expect(loss.reduced(.mean).gradient == nil)
    #expect(loss.reduced(.none).gradient == nil)
  }
}
