import DetectionCore
import Testing

@Suite struct DIoULossTests {
  @Test func smallCases_ByHand() throws {
    // ρ² = 25, c² = 15² + 10² = 325: 2/3 + 1/13 = 29/39
    #expect(relativeError(try OverlapCase.diou.value([0, 0, 10, 10], [5, 0, 15, 10]), 29.0 / 39) <= 4e-16)
    // Concentric: nothing is added. 1 − 4/16
    #expect(try OverlapCase.diou.value([1, 1, 3, 3], [0, 0, 4, 4]) == 0.75)
  }

  @Test func zeroArea_HasADiagonal() throws {
    // Two points on a line: ρ² = c².
    #expect(try OverlapCase.diou.value([0, 0, 0, 0], [2, 0, 2, 0]) == 2)
    // Two equal points: ρ²/c² = 0/0 is 0.
    #expect(try OverlapCase.diou.value([2, 0, 2, 0], [2, 0, 2, 0]) == 0)
  }

  /// c depends on the box as well: a detached c would give ∂/∂x2 = 2 · 5 · ½/325 alone.
  @Test func diagonal_IsPartOfTheDerivative() throws {
    let iou = try OverlapCase.iou.evaluate([[0, 0, 10, 10]], [[5, 0, 15, 10]]).loss.slopes
    let diou = try OverlapCase.diou.evaluate([[0, 0, 10, 10]], [[5, 0, 15, 10]]).loss.slopes
    // The offset −5 grows by ½ with x1: 2 · (−5) · ½/325; c² = 325 falls by 2 · 15: +25 · 30/325².
    #expect(relativeError(diou[0] - iou[0], -5.0 / 325 + 750.0 / 105625) <= 1e-14)
    #expect(relativeError(diou[2] - iou[2], -5.0 / 325) <= 1e-14)
  }
}
