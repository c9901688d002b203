import DetectionCore
import Testing

@Suite struct GIoULossTests {
  @Test func smallCases_ByHand() throws {
    // C = 15 · 10, all covered: the IoU loss.
    #expect(try OverlapCase.giou.value([0, 0, 10, 10], [5, 0, 15, 10]) == 2.0 / 3)
    // C = 15 · 15 = 225, I = 25, U = 175: 1 − 1/7 + 50/225 = 6/7 + 2/9 = 68/63
    #expect(relativeError(try OverlapCase.giou.value([0, 0, 10, 10], [5, 5, 15, 15]), 68.0 / 63) <= 4e-16)
    // Apart: C = 30 · 10, U = 200: 1 + 100/300
    #expect(relativeError(try OverlapCase.giou.value([0, 0, 10, 10], [20, 0, 30, 10]), 4.0 / 3) <= 4e-16)
  }

  @Test func boxesApart_ArePulledTogether() throws {
    let loss = try OverlapCase.giou.evaluate([[0, 0, 10, 10]], [[20, 0, 30, 10]]).loss
    // 2 − U/C: growing x2 grows U alone, by 10: −10/300.  Moving x1 outwards grows U by 10 and C by 10:
    // ∂/∂x1 = −(U ∂C − C ∂U)/C² = (200 · −10 + 300 · 10)/300² = 1/90.
    #expect(relativeError(loss.slopes[2], -1.0 / 30) <= 1e-15)
    #expect(relativeError(loss.slopes[0], 1.0 / 90) <= 1e-15)
  }

  @Test func zeroArea_EnclosesNothing() throws {
    // On one line C has no area: the penalty 0/0 is 0.
    #expect(try OverlapCase.giou.value([0, 0, 0, 0], [2, 0, 2, 0]) == 1)
    // Two points, C = 4, U = 0: 1 + 4/4.
    #expect(try OverlapCase.giou.value([0, 0, 0, 0], [2, 2, 2, 2]) == 2)
  }
}
