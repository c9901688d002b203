import Testing

@testable import DetectionCore

@Suite struct SSDLossTests {
  private static let anchors: [[Double]] = [[0, 0, 10, 10], [2, 0, 12, 10], [20, 20, 40, 30], [60, 60, 70, 70]]

  private static func evaluate(
    _ loss: SSDLoss<Double> = .init(), logits: [Double], deltas: [Double] = Array(repeating: 0, count: 16),
    images: Int = 1, _ objects: [(box: [Double], label: Int, image: Int)], gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let classes = logits.count / (4 * max(images, 1))
    return try loss.evaluate(
      classLogits: Tensor(logits, images, 4, classes), boxDeltas: Tensor(deltas, images, 4, 4),
      anchors: Boxes(rows: anchors),
      truth: GroundTruth(
        boxes: Boxes(rows: objects.map(\.box)), labels: Tensor(objects.map(\.label)),
        imageIndices: Tensor(objects.map(\.image)), imageCount: images, classes: 1..<max(classes, 1)),
      gradients: gradients)
  }

  @Test func smallCase_ByHand() throws {
    let loss = SSDLoss<Double>(box: BoxRegressionLoss(.smoothL1), negativesPerPositive: 1)
    let found = try Self.evaluate(
      loss, logits: [0, 0, 1, 0, 0, 1, 0, 2], deltas: [0.5, 0, 0, 2] + Array(repeating: 0, count: 12),
      [([0, 0, 10, 10], 1, 0)])
    // IoU 1 with anchor 0 and 8/12 with anchor 1. Two positives, so both of anchors 2 and 3 count.
    #expect(found.matches.anchors == [0, 1] && found.matches.ignored == [0])
    // log 2 + log(1 + e) + log(1 + e) + log(1 + e²), by 2.
    let expected = (0.6931471805599453 + 2 * 1.3132616875182228 + 2.1269280110429727) / 2
    #expect(relativeError(found.unweighted("classification"), expected) <= 1e-15)
    // Anchor 0: ½ 0.5² + (2 − ½). Anchor 1: t* = (−0.2, 0, 0, 0), ½ 0.2².
    #expect(relativeError(found.unweighted("bbox_regression"), (0.125 + 1.5 + 0.02) / 2) <= 1e-14)
    #expect(relativeError(found.slopes("class_logits")[0], 0.25) <= 1e-15)
    #expect(relativeError(found.slopes("class_logits")[1], -0.25) <= 1e-15)
  }

  @Test func hardestBackground_IsMined() throws {
    let loss = SSDLoss<Double>(matcher: BestAnchorMatcher(positiveThreshold: 0.9), negativesPerPositive: 1)
    func mined(_ logits: [Double]) throws -> [Bool] {
      let slopes = try Self.evaluate(loss, logits: logits, [([0, 0, 10, 10], 1, 0)]).slopes("class_logits")
      return (1..<4).map { slopes[2 * $0] != 0 }
    }
    #expect(try mined([0, 0, 0, 1, 0, 3, 0, 2]) == [false, true, false])
    // Of equal losses the first.
    #expect(try mined([0, 0, 0, 1, 0, 1, 0, 1]) == [true, false, false])
  }

  @Test func ratios_AreRoundedUp() throws {
    for (ratio, ignored) in [(0.0, 3), (0.5, 2), (1, 2), (1.01, 1), (3, 0), (1e300, 0)] {
      let loss = SSDLoss<Double>(
        matcher: BestAnchorMatcher(positiveThreshold: 0.9), negativesPerPositive: ratio)
      let found = try Self.evaluate(loss, logits: Array(repeating: 0, count: 8), [([0, 0, 10, 10], 1, 0)])
      #expect(found.matches.ignored == [ignored])
    }
  }

  @Test func everyObject_GetsItsBestAnchor() throws {
    let matcher = BestAnchorMatcher<Double>(positiveThreshold: 0.5)
    func labels(_ objects: [[Double]]) throws -> [Int] {
      try matcher.match(Boxes(rows: Self.anchors), Boxes(rows: objects), deadline: .never).labels
    }
    // 4 of 200 in common with anchor 2: far below the threshold, and still its object.
    #expect(try labels([[20, 20, 22, 22]]) == [-1, -1, 0, -1])
    // Both want anchor 3: the later gets it.
    #expect(try labels([[60, 60, 69, 70], [60, 60, 62, 62]]) == [-1, -1, -1, 1])
    // An object that nothing overlaps gets nothing.
    #expect(try labels([[100, 100, 110, 110]]) == [-1, -1, -1, -1])
    #expect(try labels([]) == [-1, -1, -1, -1])
  }

  @Test func gradients_AreTheDerivative() throws {
    var generator = SeededGenerator(42)
    let objects = [(box: [1.0, 1, 11.5, 9], label: 1, image: 0), (box: [21.0, 19, 41, 31.5], label: 2, image: 1)]
    for normalization in [LossNormalization.perImage, .batch(divisor: nil), .batch(divisor: 2.5)] {
      let loss = SSDLoss<Double>(
        negativesPerPositive: 1, normalization: normalization, weights: (0.5, 3))
      try expectGradients(at: generator.numbers(24, in: -3...3) + generator.numbers(32, in: -3...3)) {
        try Self.evaluate(
          loss, logits: Array($0[..<24]), deltas: Array($0[24...]), images: 2, objects, gradients: $1)
      }
    }
  }

  /// Enough rows for threads: the same bits each time, and the sum of what counts.
  @Test func manyRows_AddUpInOrder() throws {
    var generator = SeededGenerator(43)
    let (count, classes) = (6000, 21)
    let anchors = try Boxes<Float>((0..<count).flatMap { _ in generator.box(within: 500, sizes: 10...80) })
    let logits = generator.numbers(count * classes, in: -6...6)
    let deltas = try Tensor<Float>(generator.numbers(count * 4, in: -1...1), 1, count, 4)
    let objects = (0..<10).map { (box: generator.box(within: 500, sizes: 20...80), label: 1 + $0, image: 0) }
    let truth = try GroundTruth<Float>(objects, imageCount: 1, classes: classes)
    let found = try (0..<3).map { _ in
      try SSDLoss<Float>().evaluate(
        classLogits: Tensor(logits, 1, count, classes), boxDeltas: deltas, anchors: anchors, truth: truth,
        gradients: true)
    }
    #expect(found.allSatisfy { $0.loss == found[0].loss && $0.allSlopes == found[0].allSlopes })
    // Against the plain cross entropy of all rows, the background sorted.
    let matches = found[0].matches
    var labels = [Int](repeating: 0, count: count)
    for (anchor, target) in zip(matches.anchors, matches.targets) { labels[anchor] = truth.labels[target] }
    let all = try CrossEntropyLoss<Double>().evaluate(
      Tensor(logits, count, classes), targets: Tensor(labels), gradient: false
    ).values.elements
    let background = labels.indices.filter { labels[$0] == 0 }.map { all[$0] }.sorted(by: >)
    let positives = labels.indices.filter { labels[$0] > 0 }.map { all[$0] }
    let sum = (positives + background[..<(3 * positives.count)]).reduce(0, +)
    #expect(relativeError(found[0].unweighted("classification"), sum / Double(positives.count)) <= 1e-6)
  }

  @Test func withoutPositives_NothingCosts() throws {
    let loss = try Self.evaluate(logits: [0, 5, 0, 1, 0, 3, 0, 2], [])
    #expect(loss.loss == 0 && loss.allSlopes.allSatisfy { $0 == 0 } && loss.matches.ignored == [4])
    #expect(try Self.evaluate(logits: [], deltas: [], images: 0, []).loss == 0)
  }

  @Test func rowsWithoutClasses_AreNamed() throws {
    let error = detectionError { try Self.evaluate(logits: [], []) }
    #expect(
      error
        == .shape(.classLogits, .withBackground, found: try #require(Shape([1, 4, 0]))))
  }
}
