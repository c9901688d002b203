import Testing

@testable import DetectionCore

@Suite struct AnchorFitTests {
  private static func shapes(_ pairs: [(Double, Double)]) -> [AnchorShape] {
    pairs.map { AnchorShape(width: $0.0, height: $0.1) }
  }

  @Test func smallCase_ByHand() throws {
    // Two kinds, far apart: their means. IoU 90/100 and 90/100 … of 9 and 11 by 10 with 10 by 10: 90/100, 100/110.
    let sizes = Self.shapes([(9, 10), (100, 100), (11, 10), (100, 100)])
    for seed in 0..<8 as Range<UInt64> {
      let fit = try AnchorFit(clusters: 2, seed: seed).fit(sizes)
      #expect(fit.anchors == Self.shapes([(10, 10), (100, 100)]))
      #expect(fit.labels == [0, 1, 0, 1])
      #expect(fit.counts == [2, 2])
      #expect(relativeError(fit.meanIoU, (0.9 + 1 + 100.0 / 110 + 1) / 4) <= 1e-15)
      // 0.9 and 0.909… are at least 0.9, but not 0.95.
      #expect(fit.recall == [1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5])
    }
  }

  @Test func thresholds_AreAsWritten() {
    #expect(AnchorFit.Result.thresholds == [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
  }

  @Test func median_IsTheMiddleOne() throws {
    let odd = try AnchorFit(clusters: 1, update: .median).fit(Self.shapes([(1, 9), (2, 5), (90, 7)]))
    #expect(odd.anchors == Self.shapes([(2, 7)]))
    let even = try AnchorFit(clusters: 1, update: .median).fit(Self.shapes([(1, 8), (2, 6), (4, 1), (90, 2)]))
    #expect(even.anchors == Self.shapes([(3, 4)]))
  }

  @Test func anchors_AreByArea() throws {
    var generator = SeededGenerator(3)
    let sizes = (0..<200).map { _ in
      AnchorShape(width: generator.uniform(5...300), height: generator.uniform(5...300))
    }
    let fit = try AnchorFit(clusters: 9, seed: 4).fit(sizes)
    let areas = fit.anchors.map { $0.width * $0.height }
    #expect(areas == areas.sorted())
    #expect(fit.counts.reduce(0, +) == 200)
    for (size, (label, iou)) in zip(sizes, zip(fit.labels, fit.iou)) {
      let overlaps = fit.anchors.map { size.iou(with: $0) }
      #expect(overlaps[label] == overlaps.max() && iou == overlaps[label])
    }
    #expect(fit.recall == fit.recall.sorted(by: >))
  }

  /// The best of an update is not worse than what it began with, and equal seeds give equal bits.
  @Test func updates_ConvergeTheSameWay() throws {
    var generator = SeededGenerator(9)
    let sizes = (0..<300).map { _ in
      AnchorShape(width: generator.uniform(5...300), height: generator.uniform(5...300))
    }
    let start = try AnchorFit(clusters: 5, seed: 11, iterations: 0).fit(sizes)
    let fit = try AnchorFit(clusters: 5, seed: 11).fit(sizes)
    let again = try AnchorFit(clusters: 5, seed: 11).fit(sizes)
    #expect(start.iterations == 0 && fit.iterations > 0)
    #expect(fit.meanIoU > start.meanIoU)
    #expect(fit.anchors == again.anchors && fit.iou == again.iou)
    #expect(try AnchorFit(clusters: 5, seed: 12, iterations: 0).fit(sizes).anchors != start.anchors)
  }

  @Test func asManyAnchorsAsSizes_FitPerfectly() throws {
    let sizes = Self.shapes([(10, 10), (30, 10), (10, 10), (10, 40)])
    let fit = try AnchorFit(clusters: 3).fit(sizes)
    #expect(fit.anchors == Self.shapes([(10, 10), (30, 10), (10, 40)]))
    #expect(fit.iou == [1, 1, 1, 1])
    #expect(fit.meanIoU == 1)
  }

  @Test func tooManyClusters_AreRefused() throws {
    let sizes = Self.shapes([(10, 10), (30, 10), (10, 10)])
    #expect(
      detectionError { try AnchorFit(clusters: 3).fit(sizes) }
        == .conflict(.clusters, .clusters(3, differentSizes: 2)))
    #expect(
      detectionError { try AnchorFit(clusters: 1).fit([]) }
        == .conflict(.clusters, .clusters(1, differentSizes: 0)))
  }

  @Test func extremeSizes_HaveAnIoU() throws {
    let sizes = Self.shapes([(1e-300, 1e300), (1e300, 1e-300), (1e300, 1e300), (1e-300, 1e-300), (1, 1)])
    for seed in 0..<5 as Range<UInt64> {
      let fit = try AnchorFit(clusters: 5, seed: seed).fit(sizes)
      #expect(fit.iou == [1, 1, 1, 1, 1])
    }
  }

  @Test func sizes_ArePositive() throws {
    #expect(
      detectionError { try AnchorShape.list(sizes: try Tensor<Double>([1, 2, 0, 2], 2, 2)) }
        == .number(.sizes, .sizeToFit, position: 2, value: 0))
    #expect(
      detectionError { try AnchorShape.list(of: try Boxes<Double>([0, 0, 1, 1, 3, 3, 5, 3])) }
        == .number(.boxes, .boxToFit, position: 4, value: 0))
    #expect(
      try AnchorShape.list(of: try Boxes<Double>([1, 2, 30, 40], .cycxhw)) == Self.shapes([(40, 30)]))
  }

  @Test func deadline_IsKept() throws {
    #expect(
      detectionError { try AnchorFit(clusters: 1).fit(Self.shapes([(1, 1)]), deadline: Deadline(.now)) }
        == .deadlineExceeded)
  }
}
