import Testing

@testable import DetectionCore

@Suite struct RotatedIoULossTests {
  private static func loss(_ box: [Double], _ target: [Double]) throws -> ReducedLoss<Double> {
    try RotatedCase("", RotatedIoULoss<Double>()).evaluate(box, target, gradient: true)
  }

  @Test func smallCases_ByHand() throws {
    // A square of side 2 and itself by 45°: an octagon of area 8 (√2 − 1); 1 − I/(8 − I).
    let octagon = 8 * (2.0.squareRoot() - 1)
    let loss = try Self.loss([0, 0, 2, 2, .pi / 4], [0, 0, 2, 2, 0])
    #expect(abs(loss.value - (1 - octagon / (8 - octagon))) <= 1e-15)
    // By symmetry a turn changes nothing, nor does a step.
    #expect(abs(loss.slopes[0]) <= 1e-15 && abs(loss.slopes[1]) <= 1e-15 && abs(loss.slopes[4]) <= 1e-15)
    // Half over: I = 2, U = 6. Every side but the left one moves I: ∂I/∂x = −2, ∂IoU/∂x = −2 · 8/36.
    let shifted = try Self.loss([1, 0, 2, 2, 0], [0, 0, 2, 2, 0])
    #expect(abs(shifted.value - 2.0 / 3) <= 1e-16 && abs(shifted.slopes[0] - 16.0 / 36) <= 1e-15)
  }

  /// Upright boxes cost what the loss of upright boxes says, derivatives included.
  @Test func uprightBoxes_AreThoseOfIoU() throws {
    var generator = SeededGenerator(5)
    for _ in 0..<50 {
      let target = [
        generator.uniform(0...9), generator.uniform(0...9), generator.uniform(1...8), generator.uniform(1...8),
      ]
      let box = [
        target[0] + generator.uniform(-2...2), target[1] + generator.uniform(-2...2), generator.uniform(1...8),
        generator.uniform(1...8),
      ]
      let upright = try OverlapLoss<Double>(.iou).evaluate(
        Boxes(box, .cxcywh), targets: Boxes(target, .cxcywh), gradient: true, reduction: .none
      ).loss
      let rotated = try Self.loss(box + [0], target + [0])
      #expect(abs(rotated.value - upright.value) <= 2e-15)
      for column in 0..<4 { #expect(abs(rotated.slopes[column] - upright.slopes[column]) <= 1e-14) }
    }
  }

  @Test func boxesApart_HaveNoSlope() throws {
    let loss = try Self.loss([50, 0, 2, 3, 0.4], [0, 0, 2, 2, 0])
    #expect(loss.value == 1 && loss.slopes.allSatisfy { $0 == 0 })
  }

  /// The slope of the box that shrinks: −1/w and −1/h where box and target are the same.
  @Test func identicalBoxes_HaveTheSlopeOfShrinking() throws {
    let loss = try Self.loss([3, 4, 5, 2, 0.7], [3, 4, 5, 2, 0.7])
    #expect(loss.value == 0)
    #expect(abs(loss.slopes[2] + 0.2) <= 1e-15 && abs(loss.slopes[3] + 0.5) <= 1e-15)
    #expect(abs(loss.slopes[0]) <= 1e-15 && abs(loss.slopes[1]) <= 1e-15 && abs(loss.slopes[4]) <= 1e-15)
  }

  /// Of equal angles, 1 − IoU of nearly the same boxes keeps its digits: (w + δ) h around w h is δ/(w + δ).
  @Test func nearlyIdenticalBoxesOfOneAngle_KeepTheirDigits() throws {
    let growth = 0x1p-40
    let loss = try Self.loss([0, 0, 4 + growth, 2, 0.5], [0, 0, 4, 2, 0.5])
    #expect(relativeError(loss.value, growth / (4 + growth)) <= 1e-15)
  }
}
