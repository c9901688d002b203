import RealModule
import Testing

@testable import DetectionCore

@Suite struct WIoULossTests {
  private static let boxes: [Double] = [10, 10, 50, 60, 0, 0, 20, 20, 3, 3, 9, 12]
  private static let targets: [Double] = [12, 14, 48, 66, 30, 30, 40, 50, 2, 4, 10, 11]

  private static func evaluate(
    _ loss: WIoULoss<Double>, _ boxes: [Double] = boxes, reduction: Reduction = .none, gradient: Bool = true
  ) throws -> WIoULoss<Double>.Evaluation {
    try loss.evaluate(Boxes(boxes), targets: Boxes(targets), gradient: gradient, reduction: reduction)
  }

  @Test func smallCase_ByHand() throws {
    // Two squares of side 2, one step apart: IoU 1/3, hull 3 by 2, ρ² = 1: e^(1/13) · 2/3.
    let loss = try WIoULoss<Double>(.v1).evaluate(
      Boxes([0, 0, 2, 2]), targets: Boxes([1, 0, 3, 2]), gradient: true, reduction: .none)
    #expect(relativeError(loss.loss.value, Double.exp(1.0 / 13) * 2 / 3) <= 1e-15)
    #expect(abs(loss.meanDistance - 2.0 / 3) <= 1e-16)
  }

  /// c², and the focus of v2 and v3, are constants: the derivative is that of exp(ρ²/c²) (1 − IoU) with c² as it was.
  @Test(arguments: WIoULoss<Double>.Version.allCases)
  func gradient_HoldsHullAndFocusConstant(_ version: WIoULoss<Double>.Version) throws {
    let loss = WIoULoss<Double>(version, meanDistance: 0.5)
    let found = try Self.evaluate(loss)
    let plain = try Self.evaluate(WIoULoss(.v1), gradient: false).loss.values
    for row in 0..<3 {
      let focus = found.loss.values[row] / plain[row]
      for column in 0..<4 {
        let slope = try centralDifference(Self.boxes, 4 * row + column) { point in
          focus * Self.attended(Array(point[(4 * row)..<(4 * row + 4)]), row)
        }
        #expect(abs(found.loss.slopes[4 * row + column] - slope) <= 1e-6)
      }
    }
  }

  /// exp(ρ²/c²) (1 − IoU) with the hull of the boxes as they are above.
  private static func attended(_ box: [Double], _ row: Int) -> Double {
    let (target, own) = (Array(targets[(4 * row)..<(4 * row + 4)]), Array(boxes[(4 * row)..<(4 * row + 4)]))
    let meet = (
      max(min(box[2], target[2]) - max(box[0], target[0]), 0), max(min(box[3], target[3]) - max(box[1], target[1]), 0)
    )
    let area = (box[2] - box[0]) * (box[3] - box[1]) + (target[2] - target[0]) * (target[3] - target[1])
    let iou = meet.0 * meet.1 / (area - meet.0 * meet.1)
    let hull = (max(own[2], target[2]) - min(own[0], target[0]), max(own[3], target[3]) - min(own[1], target[1]))
    let apart = ((box[0] + box[2] - target[0] - target[2]) / 2, (box[1] + box[3] - target[1] - target[3]) / 2)
    return Double.exp((apart.0 * apart.0 + apart.1 * apart.1) / (hull.0 * hull.0 + hull.1 * hull.1)) * (1 - iou)
  }

  @Test func boxesApart_ArePulledTogether() throws {
    let loss = try Self.evaluate(WIoULoss(.v1)).loss
    #expect(loss.slopes[4] < 0 && loss.slopes[5] < 0)
  }

  @Test func identicalBoxes_CostNothing() throws {
    for version in WIoULoss<Double>.Version.allCases {
      let loss = try WIoULoss<Double>(version).evaluate(
        Boxes([3, 4, 3, 4, 0, 0, 2, 2]), targets: Boxes([3, 4, 3, 4, 0, 0, 2, 2]), gradient: true, reduction: .none)
      #expect(loss.loss.values.elements == [0, 0] && loss.loss.isFinite)
    }
  }
}
