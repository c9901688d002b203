import Testing

@testable import DetectionCore

@Suite struct EIoULossTests {
  @Test func smallCase_ByHand() throws {
    // 4 × 2 against 2 × 2 beside it, both from the origin: IoU 4/8, centres 1 apart, c² = 16 + 4, (w − w*)/c_w = 2/4.
    let value = try OverlapCase.eiou.value([0, 0, 4, 2], [0, 0, 2, 2])
    #expect(relativeError(value, 0.5 + 1.0 / 20 + 0.25) <= 1e-15)
  }

  /// With equal sides it is DIoU.
  @Test func equalSides_AreDIoU() throws {
    for target: [Double] in [[1, 2, 5, 4], [0, 0, 4, 2], [10, 10, 14, 12]] {
      let eiou = try OverlapCase.eiou.evaluate([[0, 0, 4, 2]], [target])
      let diou = try OverlapCase.diou.evaluate([[0, 0, 4, 2]], [target])
      #expect(eiou.loss.values == diou.loss.values)
      #expect(eiou.loss.gradient == diou.loss.gradient)
    }
  }

  /// The sum that it is: DIoU's penalty and the squared relative differences.
  @Test func penalty_IsSquaredDifferences() throws {
    var generator = SeededGenerator(21)
    let (boxes, targets) = generator.separatedPairs(40)
    let eiou = try OverlapCase.eiou.evaluate(try Boxes<Double>(boxes), try Boxes<Double>(targets)).loss.values
    let diou = try OverlapCase.diou.evaluate(try Boxes<Double>(boxes), try Boxes<Double>(targets)).loss.values
    for row in 0..<40 {
      let (a, b) = (Array(boxes[4 * row..<4 * row + 4]), Array(targets[4 * row..<4 * row + 4]))
      var penalty = 0.0
      for axis in 0..<2 {
        let span = max(a[axis + 2], b[axis + 2]) - min(a[axis], b[axis])
        let difference = (a[axis + 2] - a[axis]) - (b[axis + 2] - b[axis])
        penalty += (difference / span) * (difference / span)
      }
      #expect(abs(eiou[row] - diou[row] - penalty) <= 1e-14)
    }
  }

  @Test func zeroSizes_HaveNoPenalty() throws {
    #expect(try OverlapCase.eiou.value([3, 4, 3, 4], [3, 4, 3, 4]) == 0)
    // Two points 2 apart: 1 + 1, and no sides to differ.
    #expect(try OverlapCase.eiou.value([3, 4, 3, 4], [5, 4, 5, 4]) == 2)
  }
}
