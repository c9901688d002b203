import Testing

@testable import DetectionCore

@Suite struct FCOSLossTests {
  /// Two levels of points: at (4, 4) and (12, 4) with size 8, at (8, 8) with size 16.
  private static let anchors: [[Double]] = [[0, 0, 8, 8], [8, 0, 16, 8], [0, 0, 16, 16]]
  private static let levels = [0..<2, 2..<3]

  private static func evaluate(
    _ loss: FCOSLoss<Double> = .init(), logits: [Double], deltas: [Double], centerness: [Double], images: Int = 1,
    _ objects: [(box: [Double], label: Int, image: Int)], gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let classes = logits.count / (3 * max(images, 1))
    return try loss.evaluate(
      classLogits: Tensor(logits, images, 3, classes), boxDeltas: Tensor(deltas, images, 3, 4),
      centerness: Tensor(centerness, images, 3, 1), anchors: Boxes(rows: anchors), levels: levels,
      truth: GroundTruth(objects, imageCount: images, classes: classes), gradients: gradients)
  }

  private static func matched(_ box: [Double], radius: Double? = 1.5) throws -> [Int] {
    try PointMatcher(centerSamplingRadius: radius).match(
      Boxes(rows: anchors), levels: levels, Boxes(box), deadline: .never
    ).labels
  }

  @Test func smallCase_ByHand() throws {
    // Only point 0, (4, 4), lies in the box: 3 to the left, 1 to the right, 2 above and below.
    let loss = try Self.evaluate(
      logits: [0, 0, 0], deltas: [0.375, 0.25, 0.125, 0.5] + Array(repeating: 0, count: 8), centerness: [0, 0, 0],
      [([1, 2, 5, 6], 0, 0)])
    #expect(loss.matches.anchors == [0] && loss.matches.positives == [1])
    // ¼ log 2 (α + 2 (1 − α)), of one positive.
    #expect(relativeError(loss.unweighted("classification"), 0.6931471805599453 / 4 * 1.75) <= 1e-15)
    // The box is (1, 2, 5, 8): 16 of 24 in common, and no more around: GIoU loss ⅓.
    #expect(relativeError(loss.unweighted("bbox_regression"), 1.0 / 3) <= 1e-15)
    // BCE at logit 0 is log 2 whatever the target; its slope ½ − c*, c* = √(⅓ · 1).
    #expect(relativeError(loss.unweighted("bbox_ctrness"), 0.6931471805599453) <= 1e-15)
    #expect(relativeError(loss.slopes("centerness")[0], 0.5 - 0.5773502691896257) <= 1e-14)
    #expect(loss.slopes("centerness")[1...] == [0, 0])
    // 1 − 16/(4 h) with h = 6 by the bottom edge: 16/(4 · 36), times 8 pixels a unit.
    #expect(relativeError(loss.slopes("box_deltas")[3], 16.0 / 144 * 8) <= 1e-14)
  }

  @Test func levels_HaveTheirRanges() throws {
    // Farthest edges of the small points 12 and 28 away: below 4 · 8 = 32 that is the first level's, and not the second's.
    #expect(try Self.matched([0, 0, 16, 16]) == [0, 0, -1])
    // From 64 = 8 · 8 on it is too far for the first level; the last has no upper end. The centre is anywhere.
    #expect(try Self.matched([-100, -100, 100, 100], radius: nil) == [-1, -1, 0])
    #expect(try Self.matched([0, 0, 67.9, 8], radius: nil) == [0, 0, -1])
    #expect(try Self.matched([0, 0, 68, 8], radius: nil) == [-1, 0, -1])
  }

  @Test func centerSampling_WantsTheCentreNear() throws {
    // The centre is (15.9, 4): 11.9 < 1.5 · 8 from point 0; (16, 4) is 12 from it.
    #expect(try Self.matched([0, 0, 31.8, 8])[0] == 0)
    #expect(try Self.matched([0, 0, 32, 8])[0] == -1)
    #expect(try Self.matched([0, 0, 32, 8], radius: nil)[0] == 0)
  }

  @Test func pointsOnAnEdge_AreOutside() throws {
    #expect(try Self.matched([4, 0, 16, 8]) == [-1, 0, -1])
  }

  @Test func severalObjects_TheSmallestWins() throws {
    let objects = try Boxes<Double>(rows: [[0, 0, 16, 9], [0, 0, 9, 9], [0, 0, 9, 9]])
    let found = try PointMatcher<Double>().match(
      Boxes(rows: Self.anchors), levels: Self.levels, objects, deadline: .never)
    #expect(found.labels[..<2] == [1, 0])
    #expect(relativeError(found.iou[0], 64.0 / 81) <= 1e-15)
  }

  @Test(arguments: OverlapKind.measures.filter { $0 != .ciou })
  func gradients_AreTheDerivative(_ kind: OverlapKind) throws {
    var generator = SeededGenerator(41)
    let objects = [(box: [0.5, 1, 14.7, 9.2], label: 1, image: 0), (box: [2.0, 1, 7, 6.5], label: 0, image: 1)]
    for isNormalized in [true, false] {
      let loss = FCOSLoss<Double>(
        overlap: kind, isNormalized: isNormalized, normalization: isNormalized ? .batch(divisor: nil) : .perImage,
        weights: (0.5, 2, 3))
      let range = isNormalized ? 0.1...1.2 : 1...9
      let point =
        generator.numbers(12, in: -3...3) + generator.numbers(24, in: range) + generator.numbers(6, in: -2...2)
      try expectGradients(at: point) {
        try Self.evaluate(
          loss, logits: Array($0[..<12]), deltas: Array($0[12..<36]), centerness: Array($0[36...]), images: 2, objects,
          gradients: $1)
      }
    }
  }

  @Test func withoutObjects_BackgroundCosts() throws {
    let loss = try Self.evaluate(
      logits: [0, 0, 0], deltas: Array(repeating: -1, count: 12), centerness: [1, 1, 1], [])
    #expect(relativeError(loss.loss, 0.6931471805599453 / 4 * 2.25) <= 1e-15)
    #expect(loss.slopes("box_deltas").allSatisfy { $0 == 0 } && loss.slopes("centerness") == [0, 0, 0])
    #expect(try Self.evaluate(logits: [], deltas: [], centerness: [], images: 0, []).loss == 0)
  }

  /// Far from the origin float32 keeps its digits: boxes are compared with the point as origin.
  @Test func farPoints_KeepTheirDigits() throws {
    func value<S: Scalar>(_: S.Type) throws -> Double {
      let loss = try FCOSLoss<S>().evaluate(
        classLogits: Tensor([0], 1, 1, 1), boxDeltas: Tensor([0.3, 0.4, 0.35, 0.45], 1, 1, 4),
        centerness: Tensor([0], 1, 1, 1), anchors: Boxes([16384, 16384, 16392, 16392]), levels: [0..<1],
        truth: GroundTruth([([16386, 16385, 16391, 16391.5], 0, 0)], imageCount: 1, classes: 1), gradients: false)
      return loss.unweighted("bbox_regression")
    }
    #expect(relativeError(try value(Float.self), try value(Double.self)) <= 1e-6)
  }

  @Test func centernessNearlyRight_KeepsItsSlope() throws {
    // c* = √(3/5 · 1) = 0.7745966692414834, and σ(1.234375) is less by 1.3e-5: of a float32 two digits would be left.
    func slope<S: Scalar>(_: S.Type) throws -> Double {
      try FCOSLoss<S>().evaluate(
        classLogits: Tensor([0], 1, 1, 1), boxDeltas: Tensor([0.5, 0.5, 0.5, 0.5], 1, 1, 4),
        centerness: Tensor([1.234375], 1, 1, 1), anchors: Boxes([0, 0, 8, 8]), levels: [0..<1],
        truth: GroundTruth([([1, 0, 9, 8], 0, 0)], imageCount: 1, classes: 1), gradients: true
      ).slopes("centerness")[0]
    }
    #expect(relativeError(try slope(Float.self), try slope(Double.self)) <= 0x1p-23)
  }

  @Test(arguments: OverlapKind.measures) func extremes_AreFinite(_ kind: OverlapKind) throws {
    func expectFinite<S: Scalar>(_: S.Type) throws {
      // Beyond, a box's size overflows, and so does the request.
      let most = Double(S.greatestFiniteMagnitude / 64)
      for deltas in [[most, most, most, most], [0, 0, 0, 0], [-most, 0, most, 1], [0, most, 0, 1]] {
        let loss = try FCOSLoss<S>(overlap: kind).evaluate(
          classLogits: Tensor([1e4], 1, 1, 1), boxDeltas: Tensor(deltas, 1, 1, 4),
          centerness: Tensor([-1e4], 1, 1, 1), anchors: Boxes([0, 0, 8, 8]), levels: [0..<1],
          truth: GroundTruth([([1, 2, 6, 7], 0, 0)], imageCount: 1, classes: 1), gradients: true)
        #expect(loss.matches.positives == [1])
        #expect(loss.terms.allSatisfy { $0.unweighted.isFinite } && loss.allSlopes.allSatisfy(\.isFinite), "\(deltas)")
      }
    }
    try expectFinite(Float.self)
    try expectFinite(Double.self)
  }

  /// From a point in its object a box of no width gains by either side: of 5 × 5 a fifth.
  @Test func boxWithoutWidth_Grows() throws {
    let loss = try FCOSLoss<Double>(overlap: .iou, isNormalized: false).evaluate(
      classLogits: Tensor([0], 1, 1, 1), boxDeltas: Tensor([0, 2, 0, 3], 1, 1, 4), centerness: Tensor([0], 1, 1, 1),
      anchors: Boxes([0, 0, 8, 8]), levels: [0..<1],
      truth: GroundTruth([([1, 2, 6, 7], 0, 0)], imageCount: 1, classes: 1), gradients: true)
    let slopes = try #require(loss.gradients.first { $0.input == "box_deltas" }).tensor.elements
    #expect(zip(slopes, [-0.2, 0, -0.2, 0]).allSatisfy { abs($0 - $1) <= 1e-15 })
  }

  @Test func boxesInsideOut_AreNamed() throws {
    let error = detectionError {
      try Self.evaluate(
        logits: [0, 0, 0], deltas: [1, 1, 1, -2] + Array(repeating: 0, count: 8), centerness: [0, 0, 0],
        [([1, 2, 5, 6], 0, 0)])
    }
    #expect(
      error
        == .number(.boxDeltas, .distances, position: 1, value: -1))
  }
}
