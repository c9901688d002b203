import DetectionCore
import Testing

@Suite struct CutoffL1LossTests {
  private func loss(_ cutoff: Double, _ differences: [Double]) throws -> ReducedLoss<Double> {
    try CutoffL1Loss(cutoff: cutoff).evaluate(
      Tensor(differences), targets: Tensor(differences.map { _ in 0 }), gradient: true, reduction: .none)
  }

  /// The pieces are ½d² and |d| − ½ wherever the cutoff is: at 2 they are 2 and 1½.
  @Test func pieces_AreNotScaled() throws {
    let found = try loss(2, [0, 1, -1.5, 2, -3])
    #expect(found.loss.elements == [0, 0.5, 1.125, 1.5, 2.5])
    #expect(found.gradient?.elements == [0, 1, -1.5, 1, -1])
  }

  @Test func cutoffOfOne_IsSmoothL1() throws {
    let differences = [-2.5, -1, -0.3, 0, 0.7, 1, 4]
    let smooth = try SmoothL1Loss<Double>().evaluate(
      Tensor(differences), targets: Tensor(differences.map { _ in 0 }), gradient: true, reduction: .none)
    let found = try loss(1, differences)
    #expect(found.loss == smooth.loss && found.gradient == smooth.gradient)
  }
}
