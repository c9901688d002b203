import RealModule
import Testing

@testable import DetectionCore

@Suite struct CIoULossTests {
  @Test func smallCase_ByHand() throws {
    // Concentric, 4 × 4 in 4 × 8: IoU = 1/2, ρ = 0, v = 4/π² (atan(4/8) − atan 1)² = 4/π² · 0.3217505543966422²
    let v = 4 / (Double.pi * Double.pi) * 0.3217505543966422 * 0.3217505543966422
    let expected = 0.5 + v * v / (0.5 + v)
    #expect(relativeError(try OverlapCase.ciou.value([0, 2, 4, 6], [0, 0, 4, 8]), expected) <= 1e-15)
  }

  @Test func equalRatios_AreDIoU() throws {
    let (box, target): ([Double], [Double]) = ([0, 0, 4, 2], [1, 1, 9, 5])
    #expect(try OverlapCase.ciou.value(box, target) == (try OverlapCase.diou.value(box, target)))
  }

  /// The derivative of DIoU + α v, with the number α of the point itself.
  @Test(arguments: BoxFormat.allCases)
  func gradient_HoldsAlphaConstant(_ format: BoxFormat) throws {
    var generator = SeededGenerator(15)
    let pairs = generator.separatedPairs(40)
    let targets = try Boxes<Double>(pairs.targets).converted(to: format)
    let point = try Boxes<Double>(pairs.boxes).converted(to: format)
    let alphas = try Self.alphas(point, targets)
    let slopes = try OverlapCase.ciou.evaluate(point, targets).loss.slopes
    for position in slopes.indices {
      let difference = try centralDifference(point.numbers, position) { numbers in
        let boxes = try Boxes<Double>(numbers, format)
        let diou = try OverlapCase.diou.evaluate(boxes, targets).loss.values
        return diou[position / 4] + alphas[position / 4] * Self.aspect(boxes, targets)[position / 4]
      }
      #expect(abs(difference - slopes[position]) <= 1e-8)
    }
  }

  /// v of each pair, straight from its definition.
  private static func aspect(_ boxes: Boxes<Double>, _ targets: Boxes<Double>) -> [Double] {
    let (a, b) = (boxes.converted(to: .xywh).numbers, targets.converted(to: .xywh).numbers)
    return (0..<boxes.count).map { row in
      let angle = Double.atan(b[4 * row + 2] / b[4 * row + 3]) - Double.atan(a[4 * row + 2] / a[4 * row + 3])
      return 4 / (Double.pi * Double.pi) * angle * angle
    }
  }

  private static func alphas(_ boxes: Boxes<Double>, _ targets: Boxes<Double>) throws -> [Double] {
    let iou = try OverlapCase.iou.evaluate(boxes, targets).loss.values
    return aspect(boxes, targets).enumerated().map { row, v in v / (iou[row] + v) }
  }

  @Test func zeroSizes_HaveARatio() throws {
    // 0/0 counts as 0; w/0 is infinite, its arctan π/2: v = 4/π² (0 − π/2)² = 1, IoU = 0: α = 1/2.
    // Points on a line: ρ²/c² = 1 beside.
    #expect(try OverlapCase.ciou.value([0, 0, 0, 0], [2, 0, 2, 0]) == 2)
    let value = try OverlapCase.ciou.value([0, 0, 4, 0], [2, -2, 2, 2])
    // A line of 4 along x, one along y through its middle: ρ = 0, 1 + ½.
    #expect(relativeError(value, 1.5) <= 1e-15)
    for (box, target) in [([0, 0, 4, 0], [0, 0, 4, 4]), ([0, 0, 0, 0], [0, 0, 4, 4])] as [([Double], [Double])] {
      #expect(try OverlapCase.ciou.evaluate([box], [target]).loss.isFinite)
      #expect(try OverlapCase.ciou.evaluate([target], [box]).loss.isFinite)
    }
  }
}
