import Testing

@testable import DetectionCore

@Suite struct SetPredictionLossTests {
  private static let size = [ImageSize<Double>(height: 1, width: 1)]

  private static func evaluate(
    _ loss: SetPredictionLoss<Double>, logits: [Double], boxes: [Double], classes: Int,
    _ objects: [(box: [Double], label: Int, image: Int)], ignoring region: [Double]? = nil, gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let queries = boxes.count / 4
    let layer = try SetPredictionLoss<Double>.Layer(
      logits: Tensor(logits, 1, queries, classes), boxes: Tensor(boxes, 1, queries, 4))
    let ignored = try region.map { try IgnoredRegions<Double>(boxes: Boxes($0), imageCount: 1) }
    let found = try loss.evaluate(
      layer, truth: GroundTruth(objects, imageCount: 1, classes: classes, ignored: ignored), sizes: size,
      gradients: gradients)
    return CompositeLoss(
      terms: [
        .init("classification", found.classification, weight: loss.weights.classification),
        .init("l1", found.l1, weight: loss.weights.l1), .init("giou", found.giou, weight: loss.weights.giou),
      ],
      matches: found.matches,
      gradients: (found.byLogits.map { [.init("logits", $0)] } ?? [])
        + (found.byBoxes.map { [.init("boxes", $0)] } ?? []))
  }

  private static let objects = [
    (box: [0.1, 0.2, 0.5, 0.6], label: 0, image: 0), (box: [0.55, 0.5, 0.9, 0.8], label: 1, image: 0),
  ]

  @Test func smallCase_ByHand() throws {
    // The first query has the object's box: no L1, no GIoU. Equal logits: log 2 for it, and for the other with weight ½.
    let loss = SetPredictionLoss<Double>(classification: .softmax(noObject: 0.5))
    let found = try Self.evaluate(
      loss, logits: [1, 1, 3, 3], boxes: [0.5, 0.5, 0.25, 0.5, 0.1, 0.1, 0.1, 0.1], classes: 2,
      [(box: [0.375, 0.25, 0.625, 0.75], label: 0, image: 0)])
    #expect(relativeError(found.unweighted("classification"), 0.6931471805599453) <= 1e-15)
    #expect(found.unweighted("l1") == 0 && found.unweighted("giou") == 0)
    #expect(found.matches.anchors == [0] && found.matches.targets == [0] && found.matches.iou == [1])
  }

  @Test func softmaxGradients_AreTheDerivative() throws {
    var generator = SeededGenerator(3)
    let boxes = [0.32, 0.43, 0.37, 0.42, 0.71, 0.62, 0.3, 0.33, 0.2, 0.8, 0.1, 0.15]
    try expectGradients(at: generator.numbers(9, in: -2...2) + boxes) {
      try Self.evaluate(
        .init(weights: .init(classification: 2, l1: 0.5, giou: 3)), logits: Array($0[..<9]), boxes: Array($0[9...]),
        classes: 3, Self.objects, gradients: $1)
    }
  }

  /// IoU and weight of the varifocal term are constants: its slopes by logits are w (p − q), and none by boxes.
  @Test func varifocalSlopes_AreThoseOfItsCrossEntropy() throws {
    let (alpha, gamma) = (0.6, 1.5)
    let logits = [0.5, -1, 1.5, 0.25, -2, 0.75]
    let loss = SetPredictionLoss<Double>(
      matcher: SetMatcher(.focal(alpha: 0.25, gamma: 2)), classification: .varifocal(alpha: alpha, gamma: gamma),
      weights: .init(classification: 1, l1: 0, giou: 0))
    let found = try Self.evaluate(
      loss, logits: logits, boxes: [0.32, 0.43, 0.37, 0.42, 0.7, 0.62, 0.3, 0.33, 0.2, 0.8, 0.1, 0.15], classes: 2,
      Self.objects)
    #expect(found.matches.anchors == [0, 1])
    for (place, logit) in logits.enumerated() {
      let p = sigmoid(logit)
      let match = found.matches.anchors.firstIndex(of: place / 2).flatMap {
        Self.objects[$0].label == place % 2 ? $0 : nil
      }
      let q = match.map { found.matches.iou[$0] }
      let slope = q.map { $0 * (p - $0) } ?? alpha * modulatingFactor(p, gamma) * p
      #expect(abs(found.slopes("logits")[place] - slope / 2) <= 1e-15)
    }
    #expect(found.slopes("boxes").allSatisfy { $0 == 0 })
  }

  /// Of three queries in the region's image the first has an object and lies in the region, the second lies in it, the third does not.
  private static let crowded = (
    boxes: [0.3, 0.5, 0.25, 0.5, 0.2, 0.2, 0.2, 0.2, 0.9, 0.8, 0.1, 0.1], region: [0, 0, 0.6, 1],
    objects: [(box: [0.175, 0.25, 0.425, 0.75], label: 0, image: 0)]
  )

  @Test func unpairedQueriesInARegion_HaveNoClassTerm() throws {
    // Equal logits of the first and the third: log 2, whatever they count. The second would add 9 as no object.
    let found = try Self.evaluate(
      .init(), logits: [1, 1, 9, 0, 3, 3], boxes: Self.crowded.boxes, classes: 2, Self.crowded.objects,
      ignoring: Self.crowded.region)
    #expect(relativeError(found.unweighted("classification"), 0.6931471805599453) <= 1e-15)
    #expect(found.matches.anchors == [0] && found.matches.ignored == [1])
    let slopes = found.slopes("logits")
    #expect(slopes[2] == 0 && slopes[3] == 0 && slopes[0] < 0 && slopes[4] > 0)
  }

  /// N takes no notice of a region, so that nothing else changes.
  @Test func varifocalQueriesInARegion_LeaveTheOthersAlone() throws {
    let loss = SetPredictionLoss<Double>(
      matcher: SetMatcher(.focal(alpha: 0.25, gamma: 2)), classification: .varifocal(alpha: 0.75, gamma: 2))
    let logits = [1, 0.5, 2, -1, -0.25, 1.5]
    let (plain, found) = (
      try Self.evaluate(loss, logits: logits, boxes: Self.crowded.boxes, classes: 2, Self.crowded.objects),
      try Self.evaluate(
        loss, logits: logits, boxes: Self.crowded.boxes, classes: 2, Self.crowded.objects,
        ignoring: Self.crowded.region)
    )
    let slopes = (plain.slopes("logits"), found.slopes("logits"))
    #expect(slopes.1[2...3] == [0, 0] && slopes.0[2] != 0)
    #expect(slopes.1[..<2] == slopes.0[..<2] && slopes.1[4...] == slopes.0[4...])
    #expect(found.slopes("boxes") == plain.slopes("boxes"))
    #expect(found.unweighted("classification") < plain.unweighted("classification"))
  }

  @Test func gradientsBesideARegion_AreTheDerivative() throws {
    var generator = SeededGenerator(5)
    let boxes = [0.32, 0.43, 0.37, 0.42, 0.71, 0.62, 0.3, 0.33, 0.2, 0.8, 0.1, 0.15, 0.9, 0.1, 0.15, 0.1]
    var loss = SetPredictionLoss<Double>(weights: .init(classification: 2, l1: 0.5, giou: 3))
    loss.classWeights = [0.5, 3]
    let point = generator.numbers(12, in: -2...2) + boxes
    let ignored = try evaluate(point, true).matches.ignored
    #expect(ignored == [1])
    try expectGradients(at: point, evaluate)
    func evaluate(_ numbers: [Double], _ gradients: Bool) throws -> CompositeLoss<Double> {
      try Self.evaluate(
        loss, logits: Array(numbers[..<12]), boxes: Array(numbers[12...]), classes: 3, Self.objects,
        ignoring: [0, 0, 0.75, 1], gradients: gradients)
    }
  }

  /// A weighted mean does not change if all weights are three times as great; a sum of sigmoids is then three times as great.
  @Test func classWeights_AreInTheMean_OrMultiply() throws {
    let logits = [0.5, -1, 1.5, 0.25, -2, 0.75, 1, 0, -1]
    let boxes = [0.32, 0.43, 0.37, 0.42, 0.71, 0.62, 0.3, 0.33, 0.2, 0.8, 0.1, 0.15]
    func classification(_ loss: SetPredictionLoss<Double>, _ weights: [Double]?) throws -> Double {
      var loss = loss
      loss.classWeights = weights
      return try Self.evaluate(loss, logits: logits, boxes: boxes, classes: 3, Self.objects)
        .unweighted("classification")
    }
    let softmax = { SetPredictionLoss<Double>(classification: .softmax(noObject: $0)) }
    let plain = try classification(softmax(0.1), nil)
    let (alike, other) = (try classification(softmax(0.3), [3, 3]), try classification(softmax(0.1), [3, 1]))
    #expect(relativeError(alike, plain) <= 1e-15)
    #expect(abs(other - plain) > 1e-3)
    let sigmoids = SetPredictionLoss<Double>(classification: .varifocal(alpha: 0.75, gamma: 2))
    let (once, threefold) = (try classification(sigmoids, nil), try classification(sigmoids, [3, 3, 3]))
    #expect(relativeError(threefold, 3 * once) <= 1e-15)
    for loss in [softmax(0.1), sigmoids] {
      let error = detectionError { try classification(loss, [1, 1, 1, 1]) }
      guard case .shape(.classWeights, .weightPerClass, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func costsBeyondNumbers_AreAnError() throws {
    let error = detectionError {
      try Self.evaluate(
        .init(), logits: [0, 0, 0, 0], boxes: [1e308, 1e308, 1e308, 1e308, 0.5, 0.5, 1, 1], classes: 2, Self.objects)
    }
    #expect(error == .conflict(.boxes, .costs))
  }
}
