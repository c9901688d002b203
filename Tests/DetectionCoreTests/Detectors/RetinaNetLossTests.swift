import Foundation
import Testing

@testable import DetectionCore

@Suite struct RetinaNetLossTests {
  private static let anchors: [[Double]] = [[0, 0, 10, 10], [2, 0, 12, 10], [20, 20, 40, 30], [60, 60, 70, 70]]
  /// IoU with the first: with the second anchor 8/12, with the third 0, so that both thresholds have work.
  private static let box: [Double] = [0, 0, 10, 10]

  private static func evaluate(
    _ loss: RetinaNetLoss<Double> = .init(), logits: [Double], deltas: [Double], images: Int = 1,
    _ objects: [(box: [Double], label: Int, image: Int)], gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let classes = logits.count / (anchors.count * max(images, 1))
    return try loss.evaluate(
      classLogits: Tensor(logits, images, anchors.count, classes), boxDeltas: Tensor(deltas, images, anchors.count, 4),
      anchors: Boxes(rows: anchors), truth: GroundTruth(objects, imageCount: images, classes: classes),
      gradients: gradients)
  }

  @Test func smallCase_ByHand() throws {
    // One class, all logits 0: p = ½, FL = α_t ¼ log 2. Anchors 0 (IoU 1) and 1 (IoU ⅔) are positive, 2 and 3 are not:
    // (2 · 0.25 + 2 · 0.75) ¼ log 2 / 2 positives = ¼ log 2.
    let loss = try Self.evaluate(
      logits: [0, 0, 0, 0], deltas: Array(repeating: 0.5, count: 16), [(Self.box, 0, 0)])
    #expect(relativeError(loss.unweighted("classification"), 0.17328679513998632) <= 1e-15)
    // Anchor 0: |0.5| four times. Anchor 1: t* = (−0.2, 0, 0, 0), so 0.7 + 3 · 0.5. (2 + 2.2)/2.
    #expect(relativeError(loss.unweighted("bbox_regression"), 2.1) <= 1e-15)
    #expect(loss.matches.positives == [2] && loss.matches.ignored == [0])
    #expect(loss.matches.anchors == [0, 1] && loss.matches.targets == [0, 0])
    #expect(loss.matches.iou[0] == 1 && relativeError(loss.matches.iou[1], 2.0 / 3) <= 1e-15)
    // ∂FL/∂x at ½: ∓α_t ((1−p)³ + 2 (1−p)² p log 2) = ∓α_t (⅛ + ¼ log 2); by 2 positives.
    let slope = (0.125 + 0.6931471805599453 / 4) / 2
    for (found, sign) in zip(loss.slopes("class_logits"), [-0.25, -0.25, 0.75, 0.75]) {
      #expect(relativeError(found, sign * slope) <= 1e-14)
    }
    #expect(loss.slopes("box_deltas") == Array(repeating: 0.5, count: 8) + Array(repeating: 0, count: 8))
  }

  @Test func betweenTheThresholds_CountsForNothing() throws {
    let loss = RetinaNetLoss<Double>(matcher: AnchorMatcher(positiveThreshold: 0.9, negativeThreshold: 0.5))
    let logits: [Double] = [1, 50, -1, 2]
    let found = try Self.evaluate(loss, logits: logits, deltas: Array(repeating: 0, count: 16), [(Self.box, 0, 0)])
    #expect(found.matches.ignored == [1] && found.matches.positives == [1])
    #expect(found.slopes("class_logits")[1] == 0)
    let other = try Self.evaluate(
      loss, logits: [1, -50, -1, 2], deltas: Array(repeating: 0, count: 16), [(Self.box, 0, 0)])
    #expect(other.loss == found.loss)
  }

  /// CIoU holds a part of itself constant in its gradient: that is held against autograd, by the vectors.
  @Test(arguments: BoxRegressionLoss<Double>.Kind.allCases.filter { $0 != .ciou })
  func gradients_AreTheDerivative(_ kind: BoxRegressionLoss<Double>.Kind) throws {
    let loss = RetinaNetLoss<Double>(
      box: BoxRegressionLoss(
        kind, beta: 0.3, delta: 0.4, coder: BoxCoder(weights: BoxDeltas(dx: 2, dy: 3, dw: 1.5, dh: 0.5))),
      classificationWeight: 0.5, boxWeight: 3)
    var generator = SeededGenerator(31)
    let objects = [(box: [1, 1, 11.5, 9], label: 1, image: 0), (box: [21, 19, 41, 31.5], label: 0, image: 1)]
    for normalization in [LossNormalization.perImage, .batch(divisor: nil), .batch(divisor: 2.5), .batchIfAny] {
      var loss = loss
      loss.normalization = normalization
      loss.meansRows = normalization == .batchIfAny
      loss.probabilityEps = loss.meansRows ? 1e-4 : 0
      try expectGradients(at: generator.numbers(2 * 4 * 2, in: -3...3) + generator.numbers(2 * 16, in: -0.4...0.4)) {
        try Self.evaluate(
          loss, logits: Array($0[..<16]), deltas: Array($0[16...]), images: 2, objects, gradients: $1)
      }
    }
  }

  @Test func sizesBeyondTheClamp_HaveNoSlope() throws {
    let loss = RetinaNetLoss<Double>(box: BoxRegressionLoss(.diou))
    let deltas: [Double] = [0.1, 0.2, 5, 6] + Array(repeating: 0, count: 12)
    let slopes = try Self.evaluate(
      loss, logits: [0, 0, 0, 0], deltas: deltas, [([0, 0, 10, 11], 0, 0)]
    ).slopes("box_deltas")
    #expect(slopes[0] != 0 && slopes[2] == 0 && slopes[3] == 0)
  }

  @Test func normalizations_DivideByTheirCounts() throws {
    // Image 0 has two positives, image 1 one, image 2 none.
    let objects = [(box: Self.box, label: 0, image: 0), (box: [21.0, 20, 40, 30], label: 0, image: 1)]
    func term(_ normalization: LossNormalization) throws -> Double {
      try Self.evaluate(
        RetinaNetLoss(normalization: normalization), logits: Array(repeating: 0, count: 12),
        deltas: Array(repeating: 0, count: 48), images: 3, objects
      ).unweighted("classification")
    }
    // Sums over four anchors, in units of ¼ log 2: 2α + 2(1−α) = 2, α + 3(1−α) = 2.5, 4(1−α) = 3.
    let unit = 0.6931471805599453 / 4
    #expect(relativeError(try term(.perImage), unit * (2 / 2 + 2.5 + 3) / 3) <= 1e-15)
    #expect(relativeError(try term(.batch(divisor: nil)), unit * 7.5 / 3) <= 1e-15)
    #expect(relativeError(try term(.batch(divisor: 12)), unit * 7.5 / 12) <= 1e-15)
  }

  @Test func withoutObjects_BackgroundCosts() throws {
    let loss = try Self.evaluate(logits: [0, 0, 0, 0], deltas: Array(repeating: 1, count: 16), [])
    #expect(relativeError(loss.loss, 3 * 0.6931471805599453 / 4) <= 1e-15)
    #expect(loss.unweighted("bbox_regression") == 0)
    #expect(loss.slopes("box_deltas").allSatisfy { $0 == 0 })
    #expect(loss.matches.positives == [0])
  }

  /// Keras' sums: of four offsets and of two classes the mean, and nothing where nothing is positive.
  @Test func meansOfRows_AreTheSumsByTheirNumber() throws {
    var loss = RetinaNetLoss<Double>(normalization: .batchIfAny)
    let logits: [Double] = [0.5, -1, 2, 0.25, -3, 1, 0, -0.5]
    let deltas = Array(repeating: 0.5, count: 16)
    let sums = try Self.evaluate(loss, logits: logits, deltas: deltas, [(Self.box, 1, 0)])
    loss.meansRows = true
    let means = try Self.evaluate(loss, logits: logits, deltas: deltas, [(Self.box, 1, 0)])
    #expect(relativeError(means.unweighted("classification"), sums.unweighted("classification") / 2) <= 1e-15)
    #expect(relativeError(means.unweighted("bbox_regression"), sums.unweighted("bbox_regression") / 4) <= 1e-15)
    // An overlap's loss is one number.
    loss.box.kind = .giou
    let overlap = try Self.evaluate(loss, logits: logits, deltas: deltas, [(Self.box, 1, 0)])
    loss.meansRows = false
    let sum = try Self.evaluate(loss, logits: logits, deltas: deltas, [(Self.box, 1, 0)])
    #expect(overlap.unweighted("bbox_regression") == sum.unweighted("bbox_regression"))
    let none = try Self.evaluate(loss, logits: logits, deltas: deltas, [])
    #expect(none.loss == 0 && none.allSlopes.allSatisfy { $0 == 0 })
  }

  @Test func everyAnchorIgnored_CostsNothing() throws {
    let matcher = AnchorMatcher<Double>(positiveThreshold: 1, negativeThreshold: 0)
    let loss = try Self.evaluate(
      RetinaNetLoss(matcher: matcher), logits: [5, -5, 3, 1], deltas: Array(repeating: 1, count: 16),
      [([1, 1, 10, 10], 0, 0)])
    #expect(loss.loss == 0 && loss.allSlopes.allSatisfy { $0 == 0 })
    #expect(loss.matches.ignored == [4] && loss.matches.unmatched(of: 1) == [0])
  }

  @Test func noImages_CostNothing() throws {
    let loss = try Self.evaluate(logits: [], deltas: [], images: 0, [])
    #expect(loss.loss == 0 && loss.matches.positives.isEmpty && loss.allSlopes.isEmpty)
  }

  /// Enough rows for threads: the sum of a batch is that of its images, to the last bit.
  @Test func manyRows_AddUpInOrder() throws {
    var generator = SeededGenerator(32)
    let (count, classes) = (5000, 20)
    let anchors = try Boxes<Float>((0..<count).flatMap { _ in generator.box(within: 500, sizes: 10...80) })
    let logits = generator.numbers(count * classes, in: -6...6)
    let deltas = try Tensor<Float>(generator.numbers(count * 4, in: -1...1), 1, count, 4)
    let truth = try GroundTruth<Float>(
      (0..<10).map { (generator.box(within: 500, sizes: 20...80), $0, 0) }, imageCount: 1, classes: classes)
    let loss = RetinaNetLoss<Float>(matcher: AnchorMatcher(allowsLowQuality: true))
    let found = try (0..<3).map { _ in
      try loss.evaluate(
        classLogits: Tensor(logits, 1, count, classes), boxDeltas: deltas, anchors: anchors, truth: truth,
        gradients: true)
    }
    #expect(found.allSatisfy { $0.loss == found[0].loss && $0.allSlopes == found[0].allSlopes })
    // Against the plain focal loss of the rows that count.
    let matches = try loss.matcher.match(anchors, targets: truth.boxes)
    var (rows, targets): ([Double], [Double]) = ([], [])
    for (anchor, label) in matches.labels.elements.enumerated() where label != AnchorMatcher<Float>.ignored {
      rows += logits[anchor * classes..<(anchor + 1) * classes]
      targets += (0..<classes).map { label >= 0 && truth.labels[label] == $0 ? 1 : 0 }
    }
    let sum = try FocalLoss<Double>().evaluate(Tensor(rows), targets: Tensor(targets), gradient: false).values
    let expected = sum.elements.reduce(0, +) / Double(found[0].matches.positives[0])
    #expect(relativeError(found[0].unweighted("classification"), expected) <= 1e-6)
  }

  @Test func deadline_IsKept() throws {
    let error = detectionError {
      try RetinaNetLoss<Double>().evaluate(
        classLogits: Tensor([0, 0, 0, 0], 1, 4, 1), boxDeltas: Tensor(Array(repeating: 0, count: 16), 1, 4, 4),
        anchors: Boxes(rows: Self.anchors), truth: GroundTruth([(Self.box, 0, 0)], imageCount: 1, classes: 1),
        gradients: false, deadline: Deadline(.now))
    }
    #expect(error == .deadlineExceeded)
  }

  @Test func shapesThatDoNotFit_AreNamed() throws {
    let truth = try GroundTruth<Double>([], imageCount: 1, classes: 2)
    func error(_ logits: Tensor<Double>, _ deltas: Tensor<Double>) -> DetectionError? {
      detectionError {
        try RetinaNetLoss<Double>().evaluate(
          classLogits: logits, boxDeltas: deltas, anchors: Boxes(rows: Self.anchors), truth: truth, gradients: false)
      }
    }
    let (logits, deltas) = (try Tensor<Double>(Array(repeating: 0, count: 8), 1, 4, 2), Tensor<Double>([]))
    #expect(
      error(deltas, deltas)
        == .shape(.classLogits, .classesOfAnchors(images: 1, anchors: 4), found: deltas.shape))
    #expect(
      error(logits, deltas)
        == .shape(.boxDeltas, .columnsOfAnchors(images: 1, anchors: 4, columns: 4), found: deltas.shape))
  }
}
