import Testing

@testable import DetectionCore

@Suite struct RPNLossTests {
  private static let anchors: [[Double]] = [[0, 0, 10, 10], [2, 0, 12, 10], [20, 20, 40, 30], [60, 60, 70, 70]]
  /// IoU 1 with the first anchor, 8/12 with the second, 0 with the others.
  private static let box: [Double] = [0, 0, 10, 10]

  private static func evaluate(
    _ loss: RPNLoss<Double> = .init(), objectness: [Double], deltas: [Double] = [], images: Int = 1,
    _ objects: [(box: [Double], label: Int, image: Int)], gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let deltas = deltas.isEmpty ? Array(repeating: 0, count: images * 16) : deltas
    return try loss.evaluate(
      objectness: Tensor(objectness, images, 4, 1), boxDeltas: Tensor(deltas, images, 4, 4),
      anchors: Boxes(rows: anchors), truth: GroundTruth(objects, imageCount: images, classes: 9),
      gradients: gradients)
  }

  @Test func smallCase_ByHand() throws {
    // Anchor 0 is positive, anchor 1 (⅔ < 0.7) ignored, 2 and 3 are background. N = 3.
    let found = try Self.evaluate(
      objectness: [0, 9, 1, -2], deltas: [0.05, 0, 0, -1] + Array(repeating: 7, count: 12), [(Self.box, 4, 0)])
    #expect(found.matches.anchors == [0] && found.matches.targets == [0] && found.matches.iou == [1])
    #expect(found.matches.positives == [1] && found.matches.ignored == [1] && found.samples == nil)
    // log 2 + log(1 + e) + log(1 + e⁻²), by 3.
    let expected = (0.6931471805599453 + 1.3132616875182228 + 0.12692801104297252) / 3
    #expect(relativeError(found.unweighted("objectness"), expected) <= 1e-15)
    // β = 1/9: ½ 0.05² · 9 + (1 − 1/18), by 3.
    #expect(relativeError(found.unweighted("rpn_box_reg"), (0.01125 + 17.0 / 18) / 3) <= 1e-15)
    // σ − p*, by 3.
    let slopes = [-0.5, 0, 0.7310585786300049, 0.11920292202211755].map { $0 / 3 }
    #expect(zip(found.slopes("objectness"), slopes).allSatisfy { relativeError($0, $1) <= 1e-15 })
    #expect(relativeError(found.slopes("rpn_box_deltas")[0], 0.05 * 9 / 3) <= 1e-15)
    #expect(relativeError(found.slopes("rpn_box_deltas")[3], -1.0 / 3) <= 1e-15)
    #expect(found.slopes("rpn_box_deltas")[1..<3] == [0, 0])
    #expect(found.slopes("rpn_box_deltas")[4...].allSatisfy { $0 == 0 })
  }

  @Test func lowQuality_IsOnUnlessItIsSaid() throws {
    // IoU 100/200 with anchor 2: between the thresholds, and the best there is.
    let box: [Double] = [20, 20, 30, 30]
    #expect(try Self.evaluate(objectness: [0, 0, 0, 0], [(box, 0, 0)]).matches.anchors == [2])
    let without = RPNLoss<Double>(matcher: AnchorMatcher(positiveThreshold: 0.7, negativeThreshold: 0.3))
    let found = try Self.evaluate(without, objectness: [0, 0, 0, 0], [(box, 0, 0)])
    #expect(found.matches.anchors.isEmpty && found.matches.unmatched(of: 1) == [0] && found.matches.ignored == [1])
    // An object that no anchor overlaps has none; torchvision would train every anchor of IoU 0 on it.
    let far = try Self.evaluate(objectness: [0, 0, 0, 0], [([80, 0, 90, 10], 0, 0)])
    #expect(far.matches.anchors.isEmpty && far.matches.unmatched(of: 1) == [0])
  }

  /// CIoU holds a part of itself constant in its gradient: that is held against autograd, by the vectors.
  @Test(arguments: BoxRegressionLoss<Double>.Kind.allCases.filter { $0 != .ciou })
  func gradients_AreTheDerivative(_ kind: BoxRegressionLoss<Double>.Kind) throws {
    var generator = SeededGenerator(51)
    let coder = BoxCoder<Double>(weights: BoxDeltas(dx: 2, dy: 3, dw: 1.5, dh: 0.5))
    let objects = [(box: [1, 1, 11.5, 9], label: 1, image: 0), (box: [21, 19, 41, 31.5], label: 0, image: 1)]
    let sampler = RowSampler(batchSizePerImage: 2, positiveFraction: 0.5, seed: 5)
    for (sampler, normalizer) in [(nil, nil), (sampler, nil), (nil, 2.5)] as [(RowSampler?, Double?)] {
      let loss = RPNLoss<Double>(
        matcher: AnchorMatcher(positiveThreshold: 0.5, negativeThreshold: 0.3),
        box: BoxRegressionLoss(kind, beta: 0.3, delta: 0.4, coder: coder), sampler: sampler, normalizer: normalizer,
        objectnessWeight: 0.5, boxWeight: 3)
      try expectGradients(at: generator.numbers(8, in: -3...3) + generator.numbers(32, in: -0.4...0.4)) {
        try Self.evaluate(
          loss, objectness: Array($0[..<8]), deltas: Array($0[8...]), images: 2, objects, gradients: $1)
      }
    }
  }

  @Test func sampled_AreTheRowsThatCount() throws {
    // One positive and one of the two background anchors; N = 2.
    let loss = RPNLoss<Double>(sampler: RowSampler(batchSizePerImage: 2, positiveFraction: 0.5, seed: 1))
    let found = try Self.evaluate(loss, objectness: [1, 2, 3, 4], [(Self.box, 0, 0)])
    let rows = try #require(found.samples?.rows)
    #expect(rows.count == 2 && rows[0] == 0 && [2, 3].contains(rows[1]) && found.samples?.images == [0, 0])
    #expect(found.matches.positives == [1] && found.matches.ignored == [2])
    for (row, slope) in found.slopes("objectness").enumerated() { #expect((slope != 0) == rows.contains(row)) }
    #expect(relativeError(found.slopes("objectness")[0], -0.2689414213699951 / 2) <= 1e-15)
  }

  /// Its anchors are not drawn, but it has some.
  @Test func objectsThatWereNotDrawn_AreMatchedAnyway() throws {
    let loss = RPNLoss<Double>(sampler: RowSampler(batchSizePerImage: 2, positiveFraction: 0))
    let found = try Self.evaluate(loss, objectness: [1, 2, 3, 4], [(Self.box, 0, 0)])
    #expect(found.matches.anchors.isEmpty && found.matches.positives == [0] && found.matches.ignored == [2])
    #expect(found.matches.unmatched(of: 1).isEmpty && found.unweighted("rpn_box_reg") == 0)
  }

  /// Without sampling a batch is divided by all of its anchors that count: images count as much as they have of them.
  @Test func batches_AreDividedByTheirWhole() throws {
    let objects = [(box: Self.box, label: 0, image: 0)]
    let logits = [0.5, -1, 2, 0, 1, 1, -0.5, 3]
    let both = try Self.evaluate(objectness: logits, images: 2, objects)
    let first = try Self.evaluate(objectness: Array(logits[..<4]), objects)
    let second = try Self.evaluate(objectness: Array(logits[4...]), [])
    let expected = (first.unweighted("objectness") * 3 + second.unweighted("objectness") * 4) / 7
    #expect(relativeError(both.unweighted("objectness"), expected) <= 1e-15)
    #expect(relativeError(both.unweighted("rpn_box_reg") * 7, first.unweighted("rpn_box_reg") * 3) <= 1e-15)
    let doubled = try Self.evaluate(RPNLoss(normalizer: 3.5), objectness: logits, images: 2, objects)
    #expect(relativeError(doubled.loss, 2 * both.loss) <= 1e-15)
  }

  /// The same as the loss of its own, to the last bits, and where the sigmoid is 0 or 1 as well.
  @Test func objectness_IsBinaryCrossEntropy() throws {
    let logits = [40.0, -3, 800, -0.1]
    let found = try Self.evaluate(objectness: logits, [(Self.box, 0, 0)])
    let rows = [0, 2, 3]
    let plain = try BinaryCrossEntropyLoss<Double>().evaluate(
      Tensor(rows.map { logits[$0] }), targets: Tensor([1, 0, 0]), gradient: true
    ).reduced(.mean)
    #expect(relativeError(found.unweighted("objectness"), plain.value) <= 1e-15)
    #expect(zip(rows, plain.slopes).allSatisfy { relativeError(found.slopes("objectness")[$0], $1) <= 1e-15 })
  }

  @Test func withoutObjects_BackgroundCosts() throws {
    let found = try Self.evaluate(objectness: [0, 0, 0, 0], [])
    #expect(relativeError(found.loss, 0.6931471805599453) <= 1e-15 && found.matches.positives == [0])
  }

  /// torchvision: 0/0.
  @Test func nothingThatCounts_CostsNothing() throws {
    let loss = RPNLoss<Double>(matcher: AnchorMatcher(positiveThreshold: 1, negativeThreshold: 0))
    let found = try Self.evaluate(loss, objectness: [5, -5, 3, 1], [([1, 1, 10, 10], 0, 0)])
    #expect(found.loss == 0 && found.allSlopes.allSatisfy { $0 == 0 } && found.matches.ignored == [4])
    #expect(try Self.evaluate(objectness: [], images: 0, []).loss == 0)
  }

  /// Enough rows for threads: bits do not depend on them, nor the sample.
  @Test func manyRows_AddUpInOrder() throws {
    var generator = SeededGenerator(52)
    let count = 66_000
    let anchors = try Boxes<Float>((0..<count).flatMap { _ in generator.box(within: 500, sizes: 10...80) })
    let logits = generator.numbers(count, in: -6...6)
    let objectness = try Tensor<Float>(logits, 1, count, 1)
    let deltas = try Tensor<Float>(generator.numbers(4 * count, in: -1...1), 1, count, 4)
    let truth = try GroundTruth<Float>(
      [(box: [100, 100, 400, 300], label: 0, image: 0)], imageCount: 1, classes: 1)
    func loss(_ sampler: RowSampler?) throws -> CompositeLoss<Float> {
      try RPNLoss(sampler: sampler).evaluate(
        objectness: objectness, boxDeltas: deltas, anchors: anchors, truth: truth, gradients: true)
    }
    let found = try (0..<2).map { _ in try loss(nil) }
    #expect(found[1].loss == found[0].loss && found[1].allSlopes == found[0].allSlopes)
    let sampled = try (0..<2).map { _ in try loss(RowSampler(batchSizePerImage: 256, positiveFraction: 0.5)) }
    #expect(sampled[1].loss == sampled[0].loss && sampled[1].samples?.rows == sampled[0].samples?.rows)
    #expect(sampled[0].samples?.rows.count == 256)
    let matches = try RPNLoss<Float>().matcher.match(anchors, targets: truth.boxes).labels.elements
    let rows = matches.indices.filter { matches[$0] != AnchorMatcher<Float>.ignored }
    let expected = try BinaryCrossEntropyLoss<Double>().evaluate(
      Tensor(rows.map { logits[$0] }), targets: Tensor(rows.map { matches[$0] >= 0 ? 1 : 0 }), gradient: false
    ).reduced(.mean)
    #expect(relativeError(found[0].unweighted("objectness"), expected.value) <= 1e-6)
  }

  @Test func deadline_IsKept() throws {
    let error = detectionError {
      try RPNLoss<Double>().evaluate(
        objectness: Tensor([0, 0, 0, 0], 1, 4, 1), boxDeltas: Tensor(Array(repeating: 0, count: 16), 1, 4, 4),
        anchors: Boxes(rows: Self.anchors), truth: GroundTruth([(Self.box, 0, 0)], imageCount: 1, classes: 1),
        gradients: false, deadline: Deadline(.now))
    }
    #expect(error == .deadlineExceeded)
  }

  @Test func shapesThatDoNotFit_AreNamed() throws {
    let truth = try GroundTruth<Double>([], imageCount: 1, classes: 1)
    func error(_ objectness: Tensor<Double>, _ deltas: Tensor<Double>) -> DetectionError? {
      detectionError {
        try RPNLoss<Double>().evaluate(
          objectness: objectness, boxDeltas: deltas, anchors: Boxes(rows: Self.anchors), truth: truth, gradients: false)
      }
    }
    let (objectness, deltas) = (try Tensor<Double>([0, 0, 0, 0], 1, 4, 1), Tensor<Double>([]))
    #expect(
      error(deltas, deltas)
        == .shape(.objectness, .columnsOfAnchors(images: 1, anchors: 4, columns: 1), found: deltas.shape))
    #expect(
      error(objectness, deltas)
        == .shape(.rpnBoxDeltas, .columnsOfAnchors(images: 1, anchors: 4, columns: 4), found: deltas.shape))
  }
}
