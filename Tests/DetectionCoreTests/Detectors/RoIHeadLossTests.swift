import Testing

@testable import DetectionCore

@Suite struct RoIHeadLossTests {
  private static let proposals: [[Double]] = [[0, 0, 10, 10], [2, 0, 12, 10], [20, 20, 40, 30], [60, 60, 70, 70]]
  /// IoU 1 with the first proposal, 8/12 with the second, 0 with the others.
  private static let box: [Double] = [0, 0, 10, 10]
  private static let plain = BoxRegressionLoss<Double>(.smoothL1)

  private static func evaluate(
    _ loss: RoIHeadLoss<Double> = .init(box: plain), logits: [Double], deltas: [Double] = [], width: Int = 4,
    images: [Int] = [0, 0, 0, 0], imageCount: Int = 1, _ objects: [(box: [Double], label: Int, image: Int)],
    gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let deltas = deltas.isEmpty ? Array(repeating: 0, count: 4 * width) : deltas
    return try loss.evaluate(
      classLogits: Tensor(logits, 4, logits.count / 4), boxDeltas: Tensor(deltas, 4, width),
      proposals: Boxes(rows: proposals), imageIndices: Tensor(images),
      truth: GroundTruth(objects, imageCount: imageCount, classes: 9), gradients: gradients)
  }

  @Test func smallCase_ByHand() throws {
    // Proposals 0 (IoU 1) and 1 (⅔) are of class 2, the others background. N = 4.
    let deltas: [Double] = [9, 9, 9, 9, 9, 9, 9, 9, 0.5, 0, 0, 2] + Array(repeating: 0, count: 36)
    let found = try Self.evaluate(
      logits: [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], deltas: deltas, width: 12, [(Self.box, 2, 0)])
    #expect(found.matches.anchors == [0, 1] && found.matches.positives == [2] && found.matches.ignored == [0])
    // log 3; log(2 + e) − 1, twice; log 3.
    let expected = (2 * 1.0986122886681098 + 2 * (1.5514447139320509 - 1)) / 4
    #expect(relativeError(found.unweighted("classifier"), expected) <= 1e-15)
    // Proposal 0: ½ 0.5² + (2 − ½), of class 2 alone. Proposal 1: t* = (−0.2, 0, 0, 0), ½ 0.2².
    #expect(relativeError(found.unweighted("box_reg"), (0.125 + 1.5 + 0.02) / 4) <= 1e-15)
    #expect(relativeError(found.slopes("class_logits")[0], 1.0 / 12) <= 1e-15)
    #expect(relativeError(found.slopes("class_logits")[2], -2.0 / 12) <= 1e-15)
    let slopes = found.slopes("box_deltas")
    #expect(slopes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0.125, 0, 0, 0.25])
    #expect(slopes[12..<20].allSatisfy { $0 == 0 } && relativeError(slopes[20], 0.05) <= 1e-15)
    #expect(slopes[24...].allSatisfy { $0 == 0 })
  }

  @Test func defaults_AreTorchvisions() {
    let loss = RoIHeadLoss<Double>()
    #expect(loss.box.kind == .smoothL1 && loss.box.beta == 1.0 / 9 && loss.background == 0)
    #expect(loss.box.coder.weights == BoxDeltas(dx: 10, dy: 10, dw: 5, dh: 5))
    #expect(loss.matcher.positiveThreshold == 0.5 && loss.matcher.negativeThreshold == 0.5)
    #expect(!loss.matcher.allowsLowQuality && loss.sampler == nil)
  }

  @Test func betweenTheThresholds_CountsForNothing() throws {
    let loss = RoIHeadLoss<Double>(
      matcher: AnchorMatcher(positiveThreshold: 0.7, negativeThreshold: 0.5), box: Self.plain)
    func found(_ logit: Double) throws -> CompositeLoss<Double> {
      try Self.evaluate(loss, logits: [0, 1, logit, -logit, 2, 1, 0, 0], [(Self.box, 1, 0)])
    }
    #expect(try found(50).matches.ignored == [1] && found(50).loss == found(-50).loss)
    #expect(try found(50).slopes("class_logits")[2...3] == [0, 0])
    // N = 3.
    #expect(relativeError(try found(0).slopes("class_logits")[6], -0.5 / 3) <= 1e-15)
  }

  /// Offsets of the class alone, without those of the background, or of all classes together.
  @Test func widths_SayWhoseTheOffsetsAre() throws {
    var generator = SeededGenerator(61)
    let logits = generator.numbers(12, in: -2...2)
    let own = generator.numbers(16, in: -1...1)
    func row(_ classes: Int, _ label: Int) -> [Double] {
      var rows = [Double](repeating: 99, count: 16 * classes)
      for (index, delta) in own.enumerated() { rows[(index / 4 * classes + label) * 4 + index % 4] = delta }
      return rows
    }
    let first = try Self.evaluate(logits: logits, deltas: row(3, 2), width: 12, [(Self.box, 2, 0)])
    let agnostic = try Self.evaluate(logits: logits, deltas: own, width: 4, [(Self.box, 2, 0)])
    #expect(first.loss == agnostic.loss && first.slopes("box_deltas")[8..<12] == agnostic.slopes("box_deltas")[..<4])
    // The background last: its logits moved from the first place to the last, and every label one down.
    let moved = logits.indices.map { logits[$0 / 3 * 3 + ($0 + 1) % 3] }
    let last = RoIHeadLoss<Double>(box: Self.plain, background: 2)
    for (deltas, width) in [(row(3, 1), 12), (row(2, 1), 8), (own, 4)] {
      let found = try Self.evaluate(last, logits: moved, deltas: deltas, width: width, [(Self.box, 1, 0)])
      #expect(abs(found.loss - first.loss) <= 4e-16 * first.loss)
    }
  }

  /// CIoU holds a part of itself constant in its gradient: that is held against autograd, by the vectors.
  @Test(arguments: BoxRegressionLoss<Double>.Kind.allCases.filter { $0 != .ciou })
  func gradients_AreTheDerivative(_ kind: BoxRegressionLoss<Double>.Kind) throws {
    var generator = SeededGenerator(62)
    let coder = BoxCoder<Double>(weights: BoxDeltas(dx: 2, dy: 3, dw: 1.5, dh: 0.5))
    let objects = [(box: [1, 1, 11.5, 9], label: 1, image: 0), (box: [21, 19, 41, 31.5], label: 2, image: 1)]
    let sampler = RowSampler(batchSizePerImage: 1, positiveFraction: 1, seed: 5)
    for (sampler, normalizer) in [(nil, nil), (sampler, nil), (nil, 2.5)] as [(RowSampler?, Double?)] {
      for width in [12, 4] {
        let loss = RoIHeadLoss<Double>(
          box: BoxRegressionLoss(kind, beta: 0.3, delta: 0.4, coder: coder), sampler: sampler, normalizer: normalizer,
          classificationWeight: 0.5, boxWeight: 3)
        let point = generator.numbers(12, in: -3...3) + generator.numbers(4 * width, in: -0.4...0.4)
        try expectGradients(at: point) {
          try Self.evaluate(
            loss, logits: Array($0[..<12]), deltas: Array($0[12...]), width: width, images: [0, 0, 1, 1], imageCount: 2,
            objects, gradients: $1)
        }
      }
    }
  }

  /// Rows may come in any order: a proposal is compared with the objects of its own image.
  @Test func images_KeepTheirProposals() throws {
    let objects = [(box: Self.box, label: 1, image: 1), (box: Self.box, label: 2, image: 0)]
    let found = try Self.evaluate(
      logits: Array(repeating: 0, count: 12), images: [1, 0, 2, 1], imageCount: 3, objects)
    #expect(found.matches.images == [0, 1] && found.matches.anchors == [1, 0] && found.matches.targets == [1, 0])
    #expect(found.matches.positives == [1, 1, 0])
    let slopes = found.slopes("class_logits")
    #expect(slopes[1] < 0 && slopes[5] < 0 && slopes[6] < 0 && slopes[9] < 0)
  }

  @Test func sampled_AreTheRowsThatCount() throws {
    let loss = RoIHeadLoss<Double>(
      box: Self.plain, sampler: RowSampler(batchSizePerImage: 2, positiveFraction: 0.5, seed: 9))
    let found = try Self.evaluate(loss, logits: [0, 1, 2, 3, 4, 5, 6, 7], [(Self.box, 1, 0)])
    let rows = try #require(found.samples?.rows)
    #expect(rows.count == 2 && rows[0] < 2 && rows[1] >= 2 && found.matches.anchors == [rows[0]])
    #expect(found.matches.ignored == [2])
    for row in 0..<4 { #expect((found.slopes("class_logits")[2 * row] != 0) == rows.contains(row)) }
  }

  /// The objects' own boxes are no proposals unless the caller appends them.
  @Test func proposals_AreTakenAsTheyAre() throws {
    let found = try Self.evaluate(logits: Array(repeating: 0, count: 8), [([80, 80, 90, 90], 1, 0)])
    #expect(found.matches.anchors.isEmpty && found.matches.unmatched(of: 1) == [0])
    #expect(relativeError(found.loss, 0.6931471805599453) <= 1e-15)
  }

  /// torchvision: 0/0.
  @Test func noProposals_CostNothing() throws {
    func loss(_ objects: [(box: [Double], label: Int, image: Int)], _ images: Int) throws -> CompositeLoss<Double> {
      try RoIHeadLoss<Double>().evaluate(
        classLogits: Tensor([], 0, 3), boxDeltas: Tensor([], 0, 12), proposals: Boxes([]), imageIndices: Tensor([]),
        truth: GroundTruth(objects, imageCount: images, classes: 3), gradients: true)
    }
    #expect(try loss([], 0).loss == 0)
    let found = try loss([(Self.box, 1, 0)], 2)
    #expect(found.loss == 0 && found.matches.positives == [0, 0] && found.matches.unmatched(of: 1) == [0])
  }

  @Test func extremes_AreFinite() throws {
    for logit in [1e4, -1e4] {
      let found = try Self.evaluate(logits: [0, logit, 0, logit, logit, 0, 0, 0], [(Self.box, 1, 0)])
      #expect(found.loss.isFinite && found.allSlopes.allSatisfy(\.isFinite))
    }
  }

  /// Enough rows for threads: bits do not depend on them.
  @Test func manyRows_AddUpInOrder() throws {
    var generator = SeededGenerator(63)
    let (count, classes) = (20_000, 21)
    let proposals = try Boxes<Float>((0..<count).flatMap { _ in generator.box(within: 500, sizes: 10...80) })
    let logits = generator.numbers(count * classes, in: -6...6)
    let deltas = try Tensor<Float>(generator.numbers(count * 4, in: -1...1), count, 4)
    let truth = try GroundTruth<Float>(
      (0..<10).map { (generator.box(within: 500, sizes: 20...80), $0 + 1, $0 % 2) }, imageCount: 2, classes: classes)
    let images = Tensor((0..<count).map { $0 % 2 })
    let found = try (0..<3).map { _ in
      try RoIHeadLoss<Float>().evaluate(
        classLogits: Tensor(logits, count, classes), boxDeltas: deltas, proposals: proposals, imageIndices: images,
        truth: truth, gradients: true)
    }
    #expect(found.allSatisfy { $0.loss == found[0].loss && $0.allSlopes == found[0].allSlopes })
    var labels = [Int](repeating: 0, count: count)
    for (row, target) in zip(found[0].matches.anchors, found[0].matches.targets) { labels[row] = truth.labels[target] }
    let expected = try CrossEntropyLoss<Double>().evaluate(
      Tensor(logits, count, classes), targets: Tensor(labels), gradient: false
    ).reduced(.mean)
    #expect(relativeError(found[0].unweighted("classifier"), expected.value) <= 1e-6)
  }

  @Test func deadline_IsKept() throws {
    let error = detectionError {
      try RoIHeadLoss<Double>().evaluate(
        classLogits: Tensor([0, 0, 0, 0, 0, 0, 0, 0], 4, 2), boxDeltas: Tensor(Array(repeating: 0, count: 16), 4, 4),
        proposals: Boxes(rows: Self.proposals), imageIndices: Tensor([0, 0, 0, 0]),
        truth: GroundTruth([(Self.box, 1, 0)], imageCount: 1, classes: 2), gradients: false, deadline: Deadline(.now))
    }
    #expect(error == .deadlineExceeded)
  }

  @Test func whatDoesNotFit_IsNamed() throws {
    func error(
      _ loss: RoIHeadLoss<Double> = .init(), width: Int = 12, images: [Int] = [0, 0, 0, 0], label: Int = 1
    ) -> DetectionError? {
      detectionError {
        try Self.evaluate(
          loss, logits: Array(repeating: 0, count: 12), deltas: Array(repeating: 0, count: 4 * width),
          width: width, images: images, [(Self.box, label, 0)])
      }
    }
    #expect(error() == nil)
    for width in [8, 5, 16] {
      #expect(
        error(width: width)
          == .shape(.boxDeltas, .offsetsOfProposals(4, widths: [12, 4]), found: try #require(Shape([4, width]))))
    }
    #expect(error(RoIHeadLoss(background: 2), width: 8) == nil)
    #expect(
      error(RoIHeadLoss(background: 3))
        == .conflict(.backgroundClass, .background(3, classes: 3)))
    for (label, background) in [(0, 0), (3, 0), (2, 2)] {
      #expect(
        error(RoIHeadLoss(background: background), label: label)
          == .number(.targetLabels, .foregroundClass(0..<3, background: background), position: 0, value: Double(label)))
    }
    for image in [1, -1] {
      #expect(
        error(images: [0, 0, image, 0])
          == .number(.proposalImageIndices, .proposalImage(0..<1), position: 2, value: Double(image)))
    }
    #expect(
      error(images: [0])
        == .shape(.proposalImageIndices, .toFit(.proposals, Shape(vector: 4)), found: Shape(vector: 1)))
  }
}
