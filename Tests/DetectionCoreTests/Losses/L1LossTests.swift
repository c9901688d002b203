import DetectionCore
import Testing

@Suite struct L1LossTests {
  @Test func smallCase_ByHand() throws {
    let loss = try L1Loss<Double>().evaluate(Tensor([3, -1, 2]), targets: Tensor([1, 1, 2]), gradient: true)
    // |2|, |−2|, |0|
    #expect(loss.values.elements == [2, 2, 0])
  }

  @Test func slopeAtZero_IsZero() throws {
    let loss = try L1Loss<Double>().evaluate(Tensor([3, -1, 2]), targets: Tensor([1, 1, 2]), gradient: true)
    #expect(loss.slopes == [1, -1, 0])
  }
}
