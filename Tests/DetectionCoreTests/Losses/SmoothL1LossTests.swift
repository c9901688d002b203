import DetectionCore
import Testing

@Suite struct SmoothL1LossTests {
  private static func pair() throws -> (Tensor<Double>, Tensor<Double>) {
    var generator = SeededGenerator(4)
    return (
      try Tensor(generator.numbers(40, in: -3...3) + [1], 41), try Tensor(generator.numbers(40, in: -3...3) + [1], 41)
    )
  }

  @Test(arguments: [0.125, 1, 2.5])
  func smoothL1_IsHuberOverBeta(_ beta: Double) throws {
    let (a, b) = try Self.pair()
    let smooth = try SmoothL1Loss(beta: beta).evaluate(a, targets: b, gradient: true)
    let huber = try HuberLoss(delta: beta).evaluate(a, targets: b, gradient: true)
    for i in 0..<41 {
      #expect(abs(smooth.values[i] - huber.values[i] / beta) <= 4e-16 * max(abs(smooth.values[i]), 1))
      #expect(abs(smooth.slopes[i] - huber.slopes[i] / beta) <= 2e-16)
    }
  }

  @Test func betaZero_IsL1() throws {
    let (a, b) = try Self.pair()
    let smooth = try SmoothL1Loss<Double>(beta: 0).evaluate(a, targets: b, gradient: true)
    let l1 = try L1Loss<Double>().evaluate(a, targets: b, gradient: true)
    #expect(smooth.values == l1.values)
    #expect(smooth.gradient == l1.gradient)
  }

  @Test func tinyBeta_DoesNotOverflow() throws {
    // d² / β with d = 1e-200 would vanish before it is divided: d (d/β)/2 does not.
    let loss = try SmoothL1Loss<Double>(beta: 4e-200).evaluate(
      Tensor([2e-200]), targets: Tensor([0]), gradient: true)
    #expect(relativeError(loss.values[0], 5e-201) <= 1e-15)
    #expect(loss.slopes == [0.5])
  }
}
