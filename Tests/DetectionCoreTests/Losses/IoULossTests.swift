import DetectionCore
import RealModule
import Testing

@Suite struct IoULossTests {
  @Test func smallCase_ByHand() throws {
    let loss = try OverlapCase.iou.evaluate([[0, 0, 10, 10]], [[5, 0, 15, 10]])
    // iou = 50/150 = 1/3
    #expect(loss.iou[0] == 1.0 / 3)
    #expect(loss.loss.values[0] == 2.0 / 3)
    // ∂I/∂x2 = 10, ∂U/∂x2 = 10 − 10 = 0: −10/150 = −1/15.  ∂U/∂x1 = −10: −50 · 10/150² = −1/45.
    // ∂I/∂y2 = 5, ∂U/∂y2 = 10 − 5: −(5 · 150 − 50 · 5)/150² = −1/45.
    let slopes: [Double] = [-1.0 / 45, 1.0 / 45, -1.0 / 15, -1.0 / 45]
    #expect(zip(loss.loss.slopes, slopes).allSatisfy { relativeError($0, $1) <= 1e-15 })
  }

  @Test func log_ByHand() throws {
    // −log(1/3) = log 3
    #expect(relativeError(try OverlapCase.logIoU.value([0, 0, 10, 10], [5, 0, 15, 10]), 1.0986122886681098) <= 1e-15)
  }

  @Test func boxesApart_HaveNoSlope() throws {
    for target in [[20, 0, 30, 10], [10, 0, 20, 10]] as [[Double]] {
      let loss = try OverlapCase.iou.evaluate([[0, 0, 10, 10]], [target]).loss
      #expect(loss.values[0] == 1)
      #expect(loss.slopes == [0, 0, 0, 0])
      let log = try OverlapCase.logIoU.evaluate([[0, 0, 10, 10]], [target]).loss
      // IoU is held at the smallest normal number.
      #expect(log.values[0] == -Double.log(.leastNormalMagnitude))
      #expect(log.slopes == [0, 0, 0, 0])
    }
  }

  @Test func zeroArea_IsOneOnlyForTheSameBox() throws {
    func loss(_ a: [Double], _ b: [Double]) throws -> Double { try OverlapCase.iou.value(a, b) }
    #expect(try loss([1, 1, 1, 1], [1, 1, 1, 1]) == 0)
    #expect(try loss([1, 1, 1, 1], [2, 2, 2, 2]) == 1)
    #expect(try loss([0, 0, 4, 0], [0, 0, 4, 0]) == 0)
    // Lines that overlap, without area; a line in a box.
    #expect(try loss([0, 0, 4, 0], [1, 0, 4, 0]) == 1)
    #expect(try loss([0, 0, 4, 0], [0, -1, 4, 1]) == 1)
  }
}
