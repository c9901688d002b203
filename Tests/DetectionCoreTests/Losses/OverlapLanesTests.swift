import TestSupport
import Testing

@testable import DetectionCore

/// Many boxes at a time against one after the other.
@Suite struct OverlapLanesTests {
  private static let reductions: [Reduction] = [.none, .mean, .sum(normalizer: 1), .sum(normalizer: 3)]

  /// Boxes that cross, nest and are apart; with `ties` some of them are the same or share an edge; every `rare`-th pair is
  /// without an area, or huge, or tiny.
  private static func pairs<S: Scalar>(_ count: Int, _ format: BoxFormat, ties: Bool = true, rare: Int = .max) throws
    -> (boxes: Boxes<S>, targets: Boxes<S>)
  {
    var generator = SeededGenerator(UInt64(count))
    var (boxes, targets): ([[Double]], [[Double]]) = ([], [])
    for row in 0..<count {
      var box = generator.box(within: 40, sizes: 0.5...30)
      var target = ties && row % 5 == 0 ? box : generator.box(within: 40, sizes: 0.5...30)
      if ties && row % 7 == 0 { target[0] = min(box[0], target[2]) }
      if ties && row % 11 == 0 { target[3] = max(box[3], target[1]) }
      if row % rare == rare - 1 {
        switch generator.integer(0..<5) {
        case 0: box = [box[0], box[1], box[0], box[3]]
        case 1: (box, target) = ([1, 1, 1, 1], [1, 1, 1, 1])
        case 2: (box, target) = (box.map { $0 * 0x1p110 }, target.map { $0 * 0x1p110 })
        case 3: (box, target) = (box.map { $0 * 0x1p-120 }, target.map { $0 * 0x1p-120 })
        default: box = [0, 0, 1e-30, 20]
        }
      }
      boxes.append(box)
      targets.append(target)
    }
    return (try Boxes(rows: boxes).converted(to: format), try Boxes(rows: targets).converted(to: format))
  }

  /// One box at a time: no pair is beside another.
  private static func single<S: Scalar>(_ loss: OverlapCase, _ boxes: Boxes<S>, _ targets: Boxes<S>) throws
    -> [(value: S, iou: S, slopes: [S])]
  {
    try (0..<boxes.count).map { row in
      let pair = try [boxes, targets].map {
        try Boxes<S>(
          try #require(Tensor(shape: Shape(boxes: 1), elements: $0.tensor.row(row).elements)), format: $0.format)
      }
      let answer = try loss.evaluate(pair[0], pair[1])
      return (answer.loss.values[0], answer.iou[0], answer.loss.slopes)
    }
  }

  private static func expectSameBits<S: Scalar>(_ loss: OverlapCase, _ boxes: Boxes<S>, _ targets: Boxes<S>) throws {
    let (all, single) = (try loss.evaluate(boxes, targets), try single(loss, boxes, targets))
    #expect(all.loss.values.elements == single.map(\.value))
    #expect(all.loss.slopes == single.flatMap(\.slopes))
    #expect(all.iou.elements == single.map(\.iou))
    for reduction in reductions where reduction != .none {
      let reduced = try loss.evaluate(boxes, targets, reduction).loss
      let divisor: Double = if case .sum(let normalizer) = reduction { normalizer } else { Double(max(boxes.count, 1)) }
      #expect(reduced.slopes == all.loss.slopes.map { S(Double($0) / divisor) })
      let wanted = all.loss.values.withElements { pairwiseSum($0) } / divisor
      #expect(relativeError(reduced.value, Double(S(wanted))) <= Double(S.ulpOfOne) * 8)
    }
  }

  /// Lengths around a vector and a block; what many lanes compute has the bits of one lane.
  @Test(arguments: OverlapCase.allCases, [0, 1, 15, 16, 17, 33, 1025])
  func lanes_ChangeNoBit(_ loss: OverlapCase, _ count: Int) throws {
    for format in BoxFormat.allCases {
      let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(count, format, rare: 13)
      try Self.expectSameBits(loss, boxes, targets)
      let (wide, wideTargets): (Boxes<Double>, Boxes<Double>) = try Self.pairs(count, format, rare: 13)
      try Self.expectSameBits(loss, wide, wideTargets)
    }
  }

  /// float32 against float64 of the same numbers. (Without ties: where sizes are given, rounding decides on their side.)
  @Test(arguments: OverlapCase.allCases, BoxFormat.allCases)
  func float32_IsWithinUlpsOfFloat64(_ loss: OverlapCase, _ format: BoxFormat) throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(8193, format, ties: format == .xyxy)
    let exact = try loss.evaluate(try Boxes<Double>(boxes.numbers, format), try Boxes(targets.numbers, format)).loss
    let found = try loss.evaluate(boxes, targets).loss
    let values = Float32Comparison(found.values.numbers, exact.values.elements, rows: false)
    let slopes = Float32Comparison(found.slopes.map { Double($0) }, exact.slopes, rows: true)
    // Of boxes apart the IoU is held at the precision's own smallest number.
    if loss != .logIoU { #expect(values.ulps <= 2) }
    #expect(slopes.ulps <= Self.ulps(loss))
    #expect(values.outOfRange + slopes.outOfRange == 0)
  }

  /// Where sizes are given, an end's derivative hangs on which of two nearly equal ends bounds.
  private static func ulps(_ loss: OverlapCase) -> Double {
    switch loss {
    case .iou: 32
    case .logIoU: 1000
    case .giou: 24
    case .diou, .ciou: 9
    case .eiou: 20
    case .siou: 90
    }
  }

  /// From 8192 boxes on blocks are spread over threads; their sums are added in order.
  @Test(arguments: OverlapCase.allCases)
  func threads_ChangeNoBit(_ loss: OverlapCase) throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(9001, .xyxy, rare: 101)
    let first = try loss.evaluate(boxes, targets, .mean)
    for _ in 0..<4 {
      let again = try loss.evaluate(boxes, targets, .mean)
      #expect(again.loss.loss == first.loss.loss)
      #expect(again.loss.gradient == first.loss.gradient)
      #expect(again.iou == first.iou)
    }
  }

  @Test func whatIsNotAskedFor_IsNotAnswered() throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(16, .xyxy)
    let bare = try OverlapLoss(.giou).evaluate(boxes, targets: targets, gradient: false, reduction: .mean)
    #expect(bare.loss.gradient == nil && bare.iou == nil)
    #expect(bare.loss.loss == (try OverlapCase.giou.evaluate(boxes, targets, .mean).loss.loss))
  }

  @Test func unequalLists_AreRefused() throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(2, .xyxy)
    let one = try Boxes<Float>([0, 0, 1, 1])
    #expect(
      detectionError { try OverlapCase.ciou.evaluate(boxes, one, .mean) }
        == .shape(.targetBoxes, .toFit(.boxes, Shape(boxes: 2)), found: Shape(boxes: 1)))
    #expect(
      detectionError { try OverlapCase.ciou.evaluate(boxes, targets.converted(to: .xywh), .mean) }
        == .conflict(.targetBoxes, .formats))
  }
}
