import DetectionCore
import Testing

@Suite struct L2LossTests {
  @Test func smallCase_ByHand() throws {
    let loss = try L2Loss<Double>().evaluate(Tensor([3, -0.5]), targets: Tensor([1, 1]), gradient: true)
    // 2² and (−1½)², without a half; slopes 2d.
    #expect(loss.values.elements == [4, 2.25])
    #expect(loss.slopes == [4, -3])
  }
}
