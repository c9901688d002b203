import Testing

@testable import DetectionCore

@Suite struct AnchorMatcherTests {
  /// For every anchor: look at every box.
  private static func reference(_ iou: [[Double]], _ matcher: AnchorMatcher<Double>, boxes: Int) -> [Int] {
    iou.enumerated().map { anchor, row in
      guard let highest = row.max(), let best = row.firstIndex(of: highest) else { return -1 }
      let isBestOfSome = (0..<boxes).contains { box in
        row[box] > 0 && row[box] == iou.map { $0[box] }.max()
      }
      if matcher.allowsLowQuality && isBestOfSome { return best }
      if highest >= matcher.positiveThreshold { return best }
      return highest < matcher.negativeThreshold ? -1 : -2
    }
  }

  @Test(arguments: [false, true], [(0.5, 0.4), (0.7, 0.3), (0.6, 0.6), (1, 0), (0, 0)])
  func matches_FollowTheDefinition(_ allowsLowQuality: Bool, _ thresholds: (Double, Double)) throws {
    let matcher = AnchorMatcher(
      positiveThreshold: thresholds.0, negativeThreshold: thresholds.1, allowsLowQuality: allowsLowQuality)
    for seed in 0..<6 as Range<UInt64> {
      var generator = SeededGenerator(50 + seed)
      let targets = try Boxes<Double>(generator.clusters(12, centers: 5))
      // Anchors beside, and some of the targets themselves, twice.
      let own = Array(targets.numbers.prefix(8))
      let anchors = try Boxes<Double>(generator.clusters(80, centers: 6) + targets.numbers + own)
      let rows = Self.carefulIoU(anchors, targets)
      for format in BoxFormat.allCases where seed == 0 || format == .xyxy {
        let matches = try matcher.match(anchors.converted(to: format), targets: targets.converted(to: format))
        // Conversion rounds: ties may break, so that only the first format is compared in full.
        if format == .xyxy {
          #expect(matches.labels.elements == Self.reference(rows, matcher, boxes: 12))
          #expect(matches.iou.elements == Self.bestOverlaps(rows, anchors, targets))
        } else {
          for (a, b) in zip(matches.iou.elements, rows) { #expect(abs(a - (b.max() ?? 0)) <= 1e-13) }
        }
      }
    }
  }

  /// Pair by pair, in the arithmetic that a matcher uses.
  private static func carefulIoU(_ anchors: Boxes<Double>, _ targets: Boxes<Double>) -> [[Double]] {
    anchors.withRows { rows in
      targets.withRows { targetRows in
        (0..<anchors.count).map { row -> [Double] in
          let anchor = Box(rows + 4 * row, anchors.format)
          return (0..<targets.count).map { anchor.matchingIoU(Box(targetRows + 4 * $0, targets.format)) }
        }
      }
    }
  }

  /// Of each anchor the overlap with its best target, as losses have it.
  private static func bestOverlaps(_ iou: [[Double]], _ anchors: Boxes<Double>, _ targets: Boxes<Double>) -> [Double] {
    iou.enumerated().map { anchor, row in
      guard let highest = row.max(), highest > 0, let best = row.firstIndex(of: highest) else { return 0 }
      return anchors.box(anchor).iou(targets.box(best))
    }
  }

  @Test func thresholds_AreInclusive() throws {
    // IoU of 0..<4 and its quarter, half and whole: 1/4, 1/2, 1.
    let anchors = try Boxes<Double>([0, 0, 1, 4, 0, 0, 2, 4, 0, 0, 4, 4])
    let target = try Boxes<Double>([0, 0, 4, 4])
    let matcher = AnchorMatcher<Double>(positiveThreshold: 0.5, negativeThreshold: 0.25)
    // 1/4 is not below 1/4; 1/2 is at least 1/2.
    #expect(try matcher.match(anchors, targets: target).labels.elements == [-2, 0, 0])
  }

  /// Four anchors of one size around a box that lies in all of them: equal areas, equal intersections, equal IoU.
  @Test func equalLengths_AreTies_WhereverTheyLie() throws {
    let anchors = [37.0, 20, 84, 95, 61, -2, 108, 73, 59, 1, 106, 76, 40, 2, 87, 77]
    let target = [66.8, 62.4, 74.3, 71.2]
    func labels<S: Scalar>(_: S.Type) throws -> [Int] {
      try AnchorMatcher<S>(allowsLowQuality: true).match(try Boxes(anchors), targets: try Boxes(target)).labels.elements
    }
    #expect(try labels(Double.self) == [0, 0, 0, 0])
    #expect(try labels(Float.self) == [0, 0, 0, 0])
  }

  /// Anchors of one size that whole pixels shift, and some of them mirrored: pairs of equal lengths have the same IoU in
  /// either precision, so that both train on the same anchors.
  @Test func ties_AreTheSameInEitherPrecision() throws {
    for seed in 0..<40 as Range<UInt64> {
      var generator = SeededGenerator(700 + seed)
      // Eighths of a pixel: exact in both precisions, as the lengths and areas are.
      func whole(_ range: Range<Int>) -> Double { Double(generator.integer(range)) / 8 }
      let (width, height) = (whole(160..<640), whole(160..<640))
      let (x, y) = (whole(800..<1600), whole(800..<1600))
      let target = [x, y, x + whole(8..<150), y + whole(8..<150)]
      var anchors: [Double] = []
      for _ in 0..<60 {
        let (left, top) = (x - whole(-80..<240), y - whole(-80..<240))
        let turned = generator.integer(0..<2) == 0
        anchors += [left, top, left + (turned ? height : width), top + (turned ? width : height)]
      }
      let matcher = AnchorMatcher<Double>(allowsLowQuality: true)
      let wide = try matcher.match(try Boxes(anchors), targets: try Boxes(target)).labels.elements
      let narrow = try AnchorMatcher<Float>(allowsLowQuality: true).match(
        try Boxes(anchors), targets: try Boxes(target)
      ).labels.elements
      #expect(wide == narrow, "seed \(seed)")
      #expect(wide == Self.exactLabels(anchors, target), "seed \(seed)")
    }
  }

  /// By whole numbers: in 64ths of a pixel's square areas are integers, and ratios are compared by cross products.
  private static func exactLabels(_ anchors: [Double], _ target: [Double]) -> [Int] {
    func eighths(_ numbers: ArraySlice<Double>) -> [Int] { numbers.map { Int($0 * 8) } }
    let t = eighths(target[...])
    let ratios = stride(from: 0, to: anchors.count, by: 4).map { start -> (i: Int, u: Int) in
      let a = eighths(anchors[start..<start + 4])
      let i = max(min(a[2], t[2]) - max(a[0], t[0]), 0) * max(min(a[3], t[3]) - max(a[1], t[1]), 0)
      return (i, (a[2] - a[0]) * (a[3] - a[1]) + (t[2] - t[0]) * (t[3] - t[1]) - i)
    }
    let best = ratios.max { $0.i * $1.u < $1.i * $0.u } ?? (0, 1)
    return ratios.map { ratio in
      let iou = Double(ratio.i) / Double(ratio.u)
      if iou >= 0.5 || (best.i > 0 && ratio.i * best.u == best.i * ratio.u) { return 0 }
      return iou < 0.4 ? -1 : -2
    }
  }

  @Test func equalIoU_GoesToTheLowerIndex() throws {
    let target: [Double] = [0, 0, 4, 4]
    let matches = try AnchorMatcher<Double>().match(try Boxes(target), targets: try Boxes(target + target))
    #expect(matches.labels.elements == [0])
  }

  @Test func lowQuality_RescuesTheBestAnchor() throws {
    // IoU 1/4 and 1/8 with the one box: both background, but the first is the best that box has.
    let anchors = try Boxes<Double>([0, 0, 1, 4, 0, 0, 0.5, 4])
    let target = try Boxes<Double>([0, 0, 4, 4])
    #expect(try AnchorMatcher<Double>().match(anchors, targets: target).labels.elements == [-1, -1])
    let matcher = AnchorMatcher<Double>(allowsLowQuality: true)
    #expect(try matcher.match(anchors, targets: target).labels.elements == [0, -1])
  }

  /// torchvision would match every anchor: all have the box's highest IoU, 0.
  @Test func lowQuality_NeedsAnOverlap() throws {
    let anchors = try Boxes<Double>([0, 0, 1, 1, 5, 5, 6, 6])
    let far = try Boxes<Double>([100, 100, 110, 110])
    let matcher = AnchorMatcher<Double>(allowsLowQuality: true)
    #expect(try matcher.match(anchors, targets: far).labels.elements == [-1, -1])
  }

  /// The rescued anchor is matched to its own best box, not to the box that rescued it.
  @Test func lowQuality_KeepsTheAnchorsOwnBest() throws {
    // The anchor 0..<4 square has IoU 4/16 with box 0 (its only one) and 8/16 with box 1.
    let anchors = try Boxes<Double>([0, 0, 4, 4, 0, 0, 2, 4])
    let boxes = try Boxes<Double>([3, 0, 4, 4, 0, 0, 2, 4])
    let matcher = AnchorMatcher<Double>(positiveThreshold: 0.9, negativeThreshold: 0.8, allowsLowQuality: true)
    #expect(try matcher.match(anchors, targets: boxes).labels.elements == [1, 1])
  }

  @Test func withoutBoxes_AllIsBackground() throws {
    let anchors = try Boxes<Double>([0, 0, 1, 1])
    let none = try Boxes<Double>([])
    // Even with a threshold that IoU 0 passes.
    let matches = try AnchorMatcher<Double>(positiveThreshold: 0, negativeThreshold: 0).match(anchors, targets: none)
    #expect(matches.labels.elements == [-1])
    #expect(matches.iou.elements == [0])
    #expect(try AnchorMatcher<Double>().match(none, targets: anchors).labels.count == 0)
  }

  @Test func thresholds_AreOrdered() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    #expect(
      detectionError { try AnchorMatcher<Double>(positiveThreshold: 0.3).match(boxes, targets: boxes) }
        == .conflict(.negativeThreshold, .thresholdOrder))
    #expect(
      detectionError { try AnchorMatcher<Double>().match(boxes, targets: boxes.converted(to: .xywh)) }
        == .conflict(.targetBoxes, .formats))
  }
}
