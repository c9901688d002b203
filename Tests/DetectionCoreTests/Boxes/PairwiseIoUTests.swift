import DetectionCore
import RealModule
import Testing

@Suite struct PairwiseIoUTests {
  /// Straight from the definitions, without care for rounding.
  private static func reference(_ a: [Double], _ b: [Double], _ kind: OverlapKind) -> Double {
    let width = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    let height = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    let intersection = width * height
    let union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - intersection
    let iou = intersection / union
    let (spanX, spanY) = (max(a[2], b[2]) - min(a[0], b[0]), max(a[3], b[3]) - min(a[1], b[1]))
    let (dx, dy) = ((a[0] + a[2] - b[0] - b[2]) / 2, (a[1] + a[3] - b[1] - b[3]) / 2)
    let distance = (dx * dx + dy * dy) / (spanX * spanX + spanY * spanY)
    let angle = Double.atan((b[2] - b[0]) / (b[3] - b[1])) - Double.atan((a[2] - a[0]) / (a[3] - a[1]))
    let v = 4 / (Double.pi * Double.pi) * angle * angle
    switch kind {
    case .iou: return iou
    case .giou: return iou - (spanX * spanY - union) / (spanX * spanY)
    case .diou: return iou - distance
    case .ciou: return iou - distance - (v > 0 ? v * v / (1 - iou + v) : 0)
    case .eiou, .siou: return .nan
    }
  }

  @Test func smallCase_ByHand() throws {
    let boxes = try Boxes<Double>([0, 0, 10, 10, 20, 20, 30, 30])
    // iou = 50/150 = 1/3; identical; apart.
    let iou = try pairwiseIoU(boxes, try Boxes([5, 0, 15, 10, 20, 20, 30, 30]))
    #expect(iou.shape == Shape([2, 2]))
    #expect(iou.elements == [1.0 / 3, 0, 0, 1])
  }

  @Test(arguments: OverlapKind.measures, BoxFormat.allCases)
  func measures_FollowTheirDefinitions(_ kind: OverlapKind, _ format: BoxFormat) throws {
    var generator = SeededGenerator(45)
    let rows = (0..<25).map { _ in generator.box(within: 60, sizes: 2...50) }
    let others = (0..<20).map { _ in generator.box(within: 60, sizes: 2...50) } + [rows[3]]
    let found = try pairwiseIoU(
      try Boxes<Double>(rows: rows).converted(to: format), try Boxes<Double>(rows: others).converted(to: format),
      kind: kind)
    for (i, row) in rows.enumerated() {
      for (j, other) in others.enumerated() {
        #expect(abs(found.row(i)[j] - Self.reference(row, other, kind)) <= 1e-14)
      }
    }
  }

  @Test(arguments: OverlapKind.measures)
  func measures_AreOneLessTheLoss(_ kind: OverlapKind) throws {
    var generator = SeededGenerator(46)
    let pairs = generator.separatedPairs(30)
    let (boxes, targets) = (try Boxes<Double>(pairs.boxes), try Boxes<Double>(pairs.targets))
    let measures = try pairwiseIoU(boxes, targets, kind: kind)
    let loss = try OverlapLoss(kind).unreduced(boxes, targets)
    for i in 0..<30 { #expect(abs(measures.row(i)[i] - (1 - loss.loss.values[i])) <= 4e-16) }
  }

  @Test func permutation_OfBoxesPermutesTheAnswer() throws {
    var generator = SeededGenerator(47)
    let rows = (0..<9).map { _ in generator.box(within: 30, sizes: 2...50) }
    let boxes = try Boxes<Double>(rows: rows)
    let plain = try pairwiseIoU(boxes, boxes)
    let reversed = try pairwiseIoU(try Boxes(rows: rows.reversed()), boxes)
    for i in 0..<9 {
      #expect(plain.row(i) == reversed.row(8 - i))
      #expect(plain.row(i)[i] == 1)
      for j in 0..<9 { #expect(relativeError(plain.row(i)[j], plain.row(j)[i]) <= 4e-16) }
    }
  }

  @Test func zeroArea_IsOneOnlyForTheSameBox() throws {
    let points = try Boxes<Double>([1, 1, 1, 1, 2, 2, 2, 2])
    #expect(try pairwiseIoU(points, points).elements == [1, 0, 0, 1])
  }

  @Test func empty_IsEmpty() throws {
    let (none, one) = (try Boxes<Double>([]), try Boxes<Double>([0, 0, 1, 1]))
    #expect(try pairwiseIoU(none, one).shape == Shape([0, 1]))
    #expect(try pairwiseIoU(one, none).shape == Shape([1, 0]))
    #expect(try pairwiseIoU(none, none).count == 0)
  }

  @Test func answers_AreLimited() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1, 0, 0, 1, 1])
    #expect(try pairwiseIoU(boxes, boxes, limit: 4).count == 4)
    #expect(
      detectionError { try pairwiseIoU(boxes, boxes, limit: 3) } == .answerTooLarge(elements: 4, limit: 3))
  }

  @Test func formats_MustAgree() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    #expect(
      detectionError { try pairwiseIoU(boxes, boxes.converted(to: .xywh)) }
        == .conflict(.targetBoxes, .formats))
  }
}
