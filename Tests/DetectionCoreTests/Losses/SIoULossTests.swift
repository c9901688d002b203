import RealModule
import Testing

@testable import DetectionCore

@Suite struct SIoULossTests {
  /// Equal squares along the diagonal: sin 2α = 1, γ = 1, no difference of shape.
  @Test func diagonal_ByHand() throws {
    // 2 × 2 moved by (1, 1): IoU 1/7, ρ = (1/3)² on both axes: Δ = 2 (1 − e^(−1/9)).
    let value = try OverlapCase.siou.value([0, 0, 2, 2], [1, 1, 3, 3])
    #expect(relativeError(value, 6.0 / 7 + (1 - Double.exp(-1.0 / 9))) <= 1e-15)
  }

  /// Along an axis: sin 2α = 0, γ = 2.
  @Test func axis_ByHand() throws {
    // 2 × 2 moved by 1 along x: IoU 1/3, ρ_x = (1/3)²: Δ = 1 − e^(−2/9).
    let value = try OverlapCase.siou.value([0, 0, 2, 2], [1, 0, 3, 2])
    #expect(relativeError(value, 2.0 / 3 + (1 - Double.exp(-2.0 / 9)) / 2) <= 1e-15)
  }

  @Test(arguments: [1, 2, 4, 6])
  func shape_ByHand(_ theta: Double) throws {
    // 4 × 2 in the middle of 8 × 2: IoU ½, ω_w = 4/8: Ω = (1 − e^(−½))^θ.
    let loss = try OverlapLoss<Double>(.siou, theta: theta).unreduced(
      try Boxes([2, 0, 6, 2]), try Boxes([0, 0, 8, 2]))
    #expect(relativeError(loss.loss.values[0], 0.5 + Double.pow(1 - Double.exp(-0.5), theta) / 2) <= 1e-15)
  }

  /// Λ as the paper writes it, by either angle.
  @Test func angle_IsThePapers() throws {
    var generator = SeededGenerator(31)
    let (boxes, targets) = generator.separatedPairs(40)
    let values = try OverlapCase.siou.evaluate(try Boxes<Double>(boxes), try Boxes<Double>(targets)).loss.values
    let iou = try OverlapCase.iou.evaluate(try Boxes<Double>(boxes), try Boxes<Double>(targets)).loss.values
    for row in 0..<40 {
      let (a, b) = (Array(boxes[4 * row..<4 * row + 4]), Array(targets[4 * row..<4 * row + 4]))
      let apart: [Double] = [(b[0] + b[2] - a[0] - a[2]) / 2, (b[1] + b[3] - a[1] - a[3]) / 2]
      let sigma = (apart[0] * apart[0] + apart[1] * apart[1]).squareRoot()
      for side in apart {
        let sine = Double.sin(Double.asin(abs(side) / sigma) - .pi / 4)
        var (distance, shape) = (0.0, 0.0)
        for axis in 0..<2 {
          let span = max(a[axis + 2], b[axis + 2]) - min(a[axis], b[axis])
          let rho = (apart[axis] / span) * (apart[axis] / span)
          distance += 1 - Double.exp((1 - 2 * sine * sine - 2) * rho)
          let (w, target) = (a[axis + 2] - a[axis], b[axis + 2] - b[axis])
          shape += Double.pow(1 - Double.exp(-abs(w - target) / max(w, target)), 4)
        }
        #expect(abs(values[row] - iou[row] - (distance + shape) / 2) <= 1e-14)
      }
    }
  }

  @Test func equalCentres_HaveNoDistance() throws {
    let loss = try OverlapCase.siou.evaluate([[0, 0, 2, 2]], [[0, 0, 2, 2]])
    #expect(loss.loss.values.elements == [0])
    let points = try OverlapCase.siou.value([3, 4, 3, 4], [3, 4, 3, 4])
    #expect(points == 0)
  }

  /// On an axis |Δc_y| has no derivative: it is taken as 0, and all is finite, however near the centres are.
  @Test(arguments: [0, 1e-300, 1e-160, 1e-12])
  func slopes_AreFinite(_ shift: Double) throws {
    for (dx, dy) in [(shift, 0.0), (0, shift), (shift, shift), (-shift, shift / 2)] {
      let loss = try OverlapCase.siou.evaluate(
        try Boxes<Double>([10 + dx, 10 + dy, 4, 3], .cxcywh), try Boxes([10, 10, 5, 5], .cxcywh))
      #expect(loss.loss.isFinite)
      let near = try OverlapCase.siou.evaluate(
        try Boxes<Double>([dx, dy, 4, 3], .cxcywh), try Boxes([0, 0, 5, 5], .cxcywh))
      #expect(near.loss.isFinite)
    }
  }
}
