import RealModule
import Testing

@testable import DetectionCore

@Suite struct ClippedFocalLossTests {
  private let logits: [Double] = [-3, -0.5, 0.25, 2, 6]
  private let targets: [Double] = [0, 1, 0.3, 1, 0]

  private func loss(_ eps: Double, _ logits: [Double], gradient: Bool = true) throws -> ReducedLoss<Double> {
    try ClippedFocalLoss(FocalLoss(gamma: 1.5, alpha: 0.4), eps: eps).evaluate(
      Tensor(logits), targets: Tensor(targets), gradient: gradient, reduction: .none)
  }

  /// Within [ε, 1 − ε] it is the focal loss, but for the digits that 1 − p loses.
  @Test func probabilitiesWithin_AreFocal() throws {
    let (clipped, plain) = (
      try loss(1e-7, logits),
      try FocalLoss<Double>(gamma: 1.5, alpha: 0.4).evaluate(
        Tensor(logits), targets: Tensor(targets), gradient: true, reduction: .none)
    )
    for (a, b) in zip(clipped.loss.elements, plain.loss.elements) { #expect(abs(a - b) <= 1e-13) }
    for (a, b) in zip(clipped.gradient?.elements ?? [], plain.gradient?.elements ?? []) { #expect(abs(a - b) <= 1e-13) }
  }

  @Test func gradient_IsTheDerivative() throws {
    let slopes = try #require(try loss(0.1, logits).gradient?.elements)
    let step = 1e-6
    for index in logits.indices {
      var (up, down) = (logits, logits)
      up[index] += step
      down[index] -= step
      let high = try loss(0.1, up, gradient: false).loss[index]
      let low = try loss(0.1, down, gradient: false).loss[index]
      #expect(abs((high - low) / (2 * step) - slopes[index]) <= 1e-8)
    }
  }

  /// −log ε is all that a certain mistake costs: (1 − p_t)^γ is 1.
  @Test func certainMistakes_CostTheLogarithmOfEps() throws {
    let found = try ClippedFocalLoss(FocalLoss<Double>(alpha: nil), eps: 0x1p-10).evaluate(
      Tensor([-800.0]), targets: Tensor([1.0]), gradient: true, reduction: .none)
    #expect(abs(found.loss[0] - 10 * Double.log(2)) <= 1e-14)
    #expect(found.gradient?.elements == [0])
  }
}
