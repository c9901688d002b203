import Testing

@testable import DetectionCore

/// The one pass over memory, eight boxes at a time in float32, against the obvious way, box by box.
@Suite struct OverlapPassTests {
  private static let reductions: [Reduction] = [.none, .mean, .sum(normalizer: 1), .sum(normalizer: 3)]

  /// Boxes that cross, nest and are apart; with `ties` some of them are the same or share an edge; every `rare`-th pair is
  /// of a kind that vectors leave to the plain way.
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

  /// Lengths around an eight, a partial sum and a block.
  @Test(arguments: [OverlapLoss.iou, .logIoU, .giou, .diou], [0, 1, 7, 8, 9, 17, 129, 1025])
  func float32_IsThePlainLossToTheBit(_ loss: OverlapLoss, _ count: Int) throws {
    for format in BoxFormat.allCases {
      for rare in [Int.max, 13] {
        let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(count, format, rare: rare)
        let plain = try loss.evaluate(boxes, targets)
        for reduction in Self.reductions {
          let fused = try loss.fused(boxes, targets, reduction)
          let wanted = plain.loss.reduced(reduction)
          #expect(fused.loss.gradient == wanted.gradient)
          #expect(fused.iou == plain.iou)
          if reduction == .none {
            #expect(fused.loss.loss == wanted.loss)
          } else {
            #expect(relativeError(fused.loss.value, wanted.value) <= 0x1p-23)
          }
        }
      }
    }
  }

  /// float64 has no vectors: every loss is the plain one.
  @Test(arguments: OverlapLoss.allCases, [0, 1, 129, 1025])
  func float64_IsThePlainLossToTheBit(_ loss: OverlapLoss, _ count: Int) throws {
    let (boxes, targets): (Boxes<Double>, Boxes<Double>) = try Self.pairs(count, .cxcywh, rare: 13)
    let plain = try loss.evaluate(boxes, targets)
    let fused = try loss.fused(boxes, targets, .none)
    #expect(fused.loss.loss == plain.loss.values)
    #expect(fused.loss.gradient == plain.loss.gradient)
    #expect(fused.iou == plain.iou)
    #expect(relativeError(try loss.fused(boxes, targets, .mean).loss.value, plain.loss.reduced(.mean).value) <= 2e-15)
  }

  /// CIoU's vectors have an arctan of their own. (Without ties: where sizes are given, rounding decides on their side.)
  @Test(arguments: [1, 8, 9, 129, 1025, 8193], BoxFormat.allCases)
  func ciouInFloat32_IsWithinUlpsOfFloat64(_ count: Int, _ format: BoxFormat) throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(count, format, ties: format == .xyxy)
    let exact = try OverlapLoss.ciou.evaluate(
      try Boxes<Double>(boxes.numbers, format), try Boxes(targets.numbers, format)
    ).loss
    let fused = try OverlapLoss.ciou.fused(boxes, targets, .none).loss
    let plain = try OverlapLoss.ciou.evaluate(boxes, targets).loss
    let values = Float32Comparison(fused.loss.numbers, exact.values.elements, rows: false)
    let plainValues = Float32Comparison(plain.values.numbers, exact.values.elements, rows: false)
    #expect(values.ulps <= plainValues.ulps + 1)
    let slopes = Float32Comparison(fused.slopes.map { Double($0) }, exact.slopes, rows: true)
    let plainSlopes = Float32Comparison(plain.slopes.map { Double($0) }, exact.slopes, rows: true)
    // One derivative may have 4.5 ulps more, as α·angle goes with the angle's third power and the vectors' arctan has 1.5
    // ulps more than the plain way's; but the worst are those of the overlap, which both compute alike: 1.5 measured.
    #expect(slopes.ulps <= plainSlopes.ulps + 2)
    #expect(values.outOfRange + slopes.outOfRange == 0)
  }

  /// From 8192 boxes on blocks are spread over threads; their sums are added in order.
  @Test(arguments: OverlapLoss.allCases)
  func threads_ChangeNoBit(_ loss: OverlapLoss) throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(9001, .xyxy, rare: 101)
    let first = try loss.fused(boxes, targets, .mean)
    for _ in 0..<4 {
      let again = try loss.fused(boxes, targets, .mean)
      #expect(again.loss.loss == first.loss.loss)
      #expect(again.loss.gradient == first.loss.gradient)
      #expect(again.iou == first.iou)
    }
    #expect(relativeError(first.loss.value, try loss.evaluate(boxes, targets).loss.reduced(.mean).value) <= 0x1p-22)
  }

  @Test func whatIsNotAskedFor_IsNotAnswered() throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(16, .xyxy)
    let bare = try OverlapLoss.giou.fused(boxes, targets, gradient: false, .mean, iou: false)
    #expect(bare.loss.gradient == nil && bare.iou == nil)
    #expect(bare.loss.loss == (try OverlapLoss.giou.fused(boxes, targets, .mean).loss.loss))
  }

  @Test func unequalLists_AreRefused() throws {
    let (boxes, targets): (Boxes<Float>, Boxes<Float>) = try Self.pairs(2, .xyxy)
    let one = try Boxes<Float>([0, 0, 1, 1])
    #expect(
      detectionError { try OverlapLoss.ciou.fused(boxes, one, .mean) }
        == .shapeMismatch(input: "target_boxes", expected: "(2, 4) to fit boxes", found: Shape(boxes: 1)))
    #expect(
      detectionError { try OverlapLoss.ciou.fused(boxes, targets.converted(to: .xywh), .mean) }
        == .conflict(input: "target_boxes", reason: "all boxes of a request share one format"))
  }
}
