import Testing

@testable import DetectionCore

@Suite struct RetinaNetHeadTests {
  /// Random heads over a pyramid.
  struct Heads<S: Scalar> {
    let logits: Tensor<S>
    let deltas: Tensor<S>
    let anchors: Boxes<S>
    let levels: [Range<Int>]

    init(_ pyramid: [AnchorLevel], classes: Int, seed: UInt64) throws {
      var generator = SeededGenerator(seed)
      anchors = try pyramid.anchors()
      levels = try pyramid.ranges()
      let count = anchors.count
      // Eighths: many scores are equal.
      let numbers = (0..<count * classes).map { _ in Double(generator.integer(-60..<25)) / 8 }
      logits = try Tensor(numbers, count, classes)
      deltas = try Tensor(generator.numbers(count * 4, in: -0.6...0.6), count, 4)
    }
  }

  private static func level(_ height: Int, _ width: Int, stride: Double, sizes: [Double], ratios: [Double] = [0.5, 1])
    -> AnchorLevel
  {
    AnchorLevel(
      height: height, width: width, strideY: stride, strideX: stride, sizes: sizes, aspectRatios: ratios)
  }

  private static let pyramids: [[AnchorLevel]] = [
    [
      level(6, 8, stride: 8, sizes: [12, 18]), level(3, 4, stride: 16, sizes: [24]),
      level(1, 1, stride: 48, sizes: [60]),
    ],
    [level(5, 5, stride: 10, sizes: [16])],
    [level(2, 3, stride: 16, sizes: [20]), level(0, 7, stride: 16, sizes: [20]), level(4, 4, stride: 12, sizes: [30])],
  ]

  /// Every score, every box, then everything sorted.
  private static func reference<S: Scalar>(
    _ heads: Heads<S>, _ stages: DetectionStages<S>, _ coder: BoxCoder<S>, _ image: ImageSize<S>
  ) throws -> (DetectionCounts, rows: [(box: [S], score: S, label: Int, anchor: Int, level: Int)]) {
    let classes = heads.logits.shape[1]
    let boxes = try coder.decode(heads.deltas, anchors: heads.anchors).clipped(to: image).tensor
    var counts = DetectionCounts()
    var rows: [(box: [S], score: S, label: Int, anchor: Int, level: Int)] = []
    func isBetter(
      _ a: (box: [S], score: S, label: Int, anchor: Int, level: Int),
      _ b: (box: [S], score: S, label: Int, anchor: Int, level: Int)
    ) -> Bool {
      a.score != b.score ? a.score > b.score : (a.anchor, a.label) < (b.anchor, b.label)
    }
    for (number, level) in heads.levels.enumerated() {
      var inLevel: [(box: [S], score: S, label: Int, anchor: Int, level: Int)] = []
      for anchor in level {
        for label in 0..<classes {
          counts.candidates += 1
          let score = sigmoid(heads.logits[anchor * classes + label])
          guard score > stages.scoreThreshold[label] else { continue }
          inLevel.append((boxes.row(anchor).elements, score, label, anchor, number))
        }
      }
      counts.aboveThreshold += inLevel.count
      rows += inLevel.sorted(by: isBetter).prefix(stages.topK)
    }
    counts.afterTopK = rows.count
    rows.sort(by: isBetter)
    let kept = try #require(stages.suppression).indices(
      try Boxes(rows.flatMap { $0.box.map { Double($0) } }), scores: Tensor(rows.map(\.score)),
      labels: Tensor(rows.map(\.label)))
    counts.afterNMS = kept.count
    counts.returned = min(kept.count, stages.maxDetections)
    return (counts, kept.prefix(stages.maxDetections).map { rows[$0] })
  }

  private static func check<S: Scalar>(
    _ heads: Heads<S>, _ stages: DetectionStages<S>, _ image: ImageSize<S>, _ coder: BoxCoder<S> = .init()
  ) throws {
    let found = try stages.detect(
      RetinaNetHead(
        classLogits: HeadPyramid(heads.logits), boxDeltas: HeadPyramid(heads.deltas), anchors: heads.anchors,
        levels: heads.levels, image: image, coder: coder))
    let (counts, rows) = try reference(heads, stages, coder, image)
    #expect(found.counts == counts)
    #expect(found.boxes.elements == rows.flatMap(\.box))
    #expect(found.scores.elements == rows.map(\.score))
    #expect(found.labels.elements == rows.map(\.label))
    #expect(found.anchorIndices.elements == rows.map(\.anchor))
    #expect(found.levels.elements == rows.map(\.level))
    #expect(found.boxes.shape == Shape(boxes: rows.count))
    let c = found.counts
    #expect(c.candidates >= c.aboveThreshold && c.aboveThreshold >= c.afterTopK)
    #expect(c.afterTopK >= c.afterNMS && c.afterNMS >= c.returned && c.returned == rows.count)
  }

  @Test(arguments: [0, 0.05, 0.5, 1], [(1000, 100), (20, 5), (1, 0)])
  func pipeline_FollowsItsDefinition(_ threshold: Double, _ caps: (topK: Int, detections: Int)) throws {
    for (number, pyramid) in Self.pyramids.enumerated() {
      try Self.checkPipeline(Double.self, threshold, caps, pyramid, seed: UInt64(70 + number))
      try Self.checkPipeline(Float.self, threshold, caps, pyramid, seed: UInt64(80 + number))
    }
  }

  private static func checkPipeline<S: Scalar>(
    _: S.Type, _ threshold: Double, _ caps: (topK: Int, detections: Int), _ pyramid: [AnchorLevel], seed: UInt64
  ) throws {
    let heads = try Heads<S>(pyramid, classes: 3, seed: seed)
    var stages = DetectionStages<S>(
      scoreThreshold: .one(S(threshold)), topK: caps.topK, maxDetections: caps.detections)
    try check(heads, stages, ImageSize(height: 48, width: 64))
    stages.suppression = Suppression(iouThreshold: .one(0.3), classAgnostic: true)
    let coder = BoxCoder<S>(weights: BoxDeltas(dx: 2, dy: 2, dw: 1.5, dh: 1))
    try check(heads, stages, ImageSize(height: 40, width: 50), coder)
  }

  /// The threshold is compared with the score, whatever way there is to compare logits.
  @Test func scoreAtTheThreshold_DoesNotPass() throws {
    for threshold in [0.01, 0.05, 0.3, 0.5, 0.7, 0.999] {
      try Self.checkThreshold(Double.self, threshold)
      try Self.checkThreshold(Float.self, threshold)
    }
  }

  private static func checkThreshold<S: Scalar>(_: S.Type, _ threshold: Double) throws {
    // 401 neighbouring logits around the one whose score is the threshold.
    var logits = [logit(S(threshold))]
    for _ in 0..<200 { logits = [logits[0].nextDown] + logits + [logits[logits.count - 1].nextUp] }
    let count = logits.count
    let head = try RetinaNetHead<S>(
      classLogits: HeadPyramid(Tensor(logits).reshaped(try #require(Shape([count, 1]))) ?? Tensor([])),
      boxDeltas: HeadPyramid(Tensor(shape: Shape(boxes: count), repeating: 0)),
      anchors: try Boxes((0..<count).flatMap { [Double($0), 0, Double($0) + 0.5, 1] }), levels: [0..<count],
      image: ImageSize(height: 1, width: 1000))
    let found = try DetectionStages<S>(scoreThreshold: .one(S(threshold))).detect(head)
    #expect(found.counts.aboveThreshold == logits.filter { sigmoid($0) > S(threshold) }.count)
    #expect(found.scores.elements.allSatisfy { $0 > S(threshold) })
  }

  @Test func topK_IsPerLevelOverPairs() throws {
    // Two anchors of two classes in one level, one anchor in another; the best two pairs are of anchor 0.
    let head = try RetinaNetHead<Double>(
      classLogits: HeadPyramid(Tensor([4, 3, 2, 1, 0, -1], 3, 2)),
      boxDeltas: HeadPyramid(Tensor(shape: Shape(boxes: 3), repeating: 0)),
      anchors: try Boxes([0, 0, 1, 1, 5, 5, 6, 6, 8, 8, 9, 9]), levels: [0..<2, 2..<3],
      image: ImageSize(height: 10, width: 10))
    let found = try DetectionStages<Double>(topK: 2).detect(head)
    #expect(found.anchorIndices.elements == [0, 0, 2, 2])
    #expect(found.labels.elements == [0, 1, 0, 1])
    #expect(found.levels.elements == [0, 0, 1, 1])
    #expect(found.counts.aboveThreshold == 6)
    #expect(found.counts.afterTopK == 4)
  }

  @Test func extremeLogits_HaveScores() throws {
    let head = try RetinaNetHead<Float>(
      classLogits: HeadPyramid(Tensor([1e4, -1e4], 1, 2)),
      boxDeltas: HeadPyramid(Tensor(shape: Shape(boxes: 1), repeating: 0)), anchors: try Boxes([0, 0, 1, 1]),
      levels: [0..<1], image: ImageSize(height: 10, width: 10))
    let found = try DetectionStages<Float>().detect(head)
    #expect(found.scores.elements == [1])
    #expect(found.counts.aboveThreshold == 1)
  }

  @Test func nothing_IsFoundInNothing() throws {
    func detections(_ rows: Int, _ classes: Int) throws -> Detections<Double> {
      try DetectionStages<Double>().detect(
        RetinaNetHead(
          classLogits: HeadPyramid(Tensor(shape: try #require(Shape([rows, classes])), repeating: 3)),
          boxDeltas: HeadPyramid(Tensor(shape: Shape(boxes: rows), repeating: 0)),
          anchors: try Boxes((0..<rows).flatMap { _ in [0.0, 0, 1, 1] as [Double] }), levels: [0..<rows],
          image: ImageSize(height: 10, width: 10)))
    }
    for empty in [try detections(0, 3), try detections(2, 0), try detections(0, 0)] {
      #expect(empty.counts == DetectionCounts())
      #expect(empty.boxes.shape == Shape(boxes: 0))
    }
  }

  @Test func shapes_AreChecked() throws {
    func error(logits: [Int], deltas: Int, levels: Range<Int>) -> DetectionError? {
      detectionError {
        try DetectionStages<Double>().detect(
          RetinaNetHead(
            classLogits: HeadPyramid(Tensor(shape: try #require(Shape(logits)), repeating: 0)),
            boxDeltas: HeadPyramid(Tensor(shape: Shape(boxes: deltas), repeating: 0)),
            anchors: try Boxes([0, 0, 1, 1, 0, 0, 1, 1]), levels: [levels], image: ImageSize(height: 1, width: 1)))
      }
    }
    #expect(error(logits: [2, 1], deltas: 2, levels: 0..<2) == nil)
    #expect(
      error(logits: [3, 1], deltas: 2, levels: 0..<2)
        == .conflict(.classLogits, .rowsOfHead(3, channels: 1, wanted: 2, wantedChannels: nil, like: .anchors)))
    #expect(
      error(logits: [2, 1], deltas: 1, levels: 0..<2)
        == .conflict(.boxDeltas, .rowsOfHead(1, channels: 4, wanted: 2, wantedChannels: 4, like: .anchors)))
    #expect(
      error(logits: [2, 1], deltas: 2, levels: 1..<3)
        == .conflict(.featureSizes, .rowsOfLevels(limit: 2)))
  }
}
