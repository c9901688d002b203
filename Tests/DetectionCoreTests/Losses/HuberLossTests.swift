import DetectionCore
import Testing

@Suite struct HuberLossTests {
  @Test func smallCase_ByHand() throws {
    let loss = try HuberLoss<Double>(delta: 2).evaluate(
      Tensor([1, 5, -5]), targets: Tensor([0, 0, 0]), gradient: true)
    // ½·1²; 2(5 − 1) = 8
    #expect(loss.values.elements == [0.5, 8, 8])
    #expect(loss.slopes == [1, 2, -2])
  }

  @Test func pieces_MeetAtDelta() throws {
    let below = (1.5).nextDown
    let loss = try HuberLoss<Double>(delta: 1.5).evaluate(
      Tensor([below, 1.5, -1.5]), targets: Tensor([0, 0, 0]), gradient: true)
    // ½ · 1.5² = 1.125 = 1.5 (1.5 − 0.75)
    #expect(abs(loss.values[0] - 1.125) <= 4e-16)
    #expect(loss.values[1] == 1.125)
    #expect(loss.slopes == [below, 1.5, -1.5])
  }

  @Test func largeDelta_IsHalfOfL2() throws {
    var generator = SeededGenerator(3)
    let a = try Tensor<Double>(generator.numbers(20, in: -5...5), 20)
    let b = try Tensor<Double>(generator.numbers(20, in: -5...5), 20)
    let huber = try HuberLoss<Double>(delta: 100).evaluate(a, targets: b, gradient: true)
    let squares = try L2Loss<Double>().evaluate(a, targets: b, gradient: true)
    #expect(huber.values.elements == squares.values.elements.map { $0 / 2 })
    #expect(huber.slopes == squares.slopes.map { $0 / 2 })
  }
}
