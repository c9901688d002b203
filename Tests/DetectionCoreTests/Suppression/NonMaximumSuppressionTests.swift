import Testing

@testable import DetectionCore

@Suite struct NonMaximumSuppressionTests {
  /// The definition: go through the boxes, best first; each that is still alive stays and kills what overlaps it more.
  private static func reference<S: Scalar>(
    _ corners: [[S]], _ scores: [S], _ labels: [Int], threshold: S, scoreThreshold: S = -.infinity
  ) -> [Int] {
    let order = scores.indices.filter { scores[$0] > scoreThreshold }
      .sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
    var isAlive = [Bool](repeating: true, count: scores.count)
    var kept: [Int] = []
    for (position, best) in order.enumerated() where isAlive[best] {
      kept.append(best)
      for other in order[(position + 1)...]
      where labels[other] == labels[best] && iou(corners[best], corners[other]) > threshold {
        isAlive[other] = false
      }
    }
    return kept
  }

  private static func iou<S: Scalar>(_ a: [S], _ b: [S]) -> S {
    let width = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    let height = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    let union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height
    return union > 0 ? width * height / union : (a == b ? 1 : 0)
  }

  private static func corners<S: Scalar>(_ boxes: Boxes<S>) -> [[S]] {
    let tensor = boxes.converted(to: .xyxy).tensor
    return (0..<boxes.count).map { tensor.row($0).elements }
  }

  /// Clusters with duplicates, points and lines among them; scores of twenty different values.
  private static func sample(_ seed: UInt64, at offset: Double = 0) -> (
    boxes: [Double], scores: [Double], labels: [Int]
  ) {
    var generator = SeededGenerator(seed)
    var boxes = generator.clusters(120, centers: 5, at: offset)
    boxes += boxes.prefix(40)
    for _ in 0..<6 { boxes += [3, 3, 3, 3].map { $0 + offset } + [0, 5, 9, 5].map { $0 + offset } }
    let count = boxes.count / 4
    let scores = (0..<count).map { _ in Double(generator.integer(0..<20)) / 20 }
    return (boxes, scores, (0..<count).map { _ in generator.integer(-3..<7) })
  }

  @Test(arguments: [0, 0.25, 0.5, 0.9, 1], BoxFormat.allCases)
  func suppression_FollowsItsDefinition(_ threshold: Double, _ format: BoxFormat) throws {
    for seed in 60..<62 as Range<UInt64> {
      try Self.check(Double.self, threshold, format, Self.sample(seed))
      try Self.check(Float.self, threshold, format, Self.sample(seed))
    }
  }

  /// Beside 1e7 a float32 has whole numbers only; classes that were told apart by shifted coordinates would mix.
  @Test(arguments: [0, 0.5, 1])
  func hugeCoordinates_MixNothing(_ threshold: Double) throws {
    try Self.check(Double.self, threshold, .xyxy, Self.sample(63, at: 1e7))
    try Self.check(Float.self, threshold, .xyxy, Self.sample(64, at: 1e7))
    try Self.check(Float.self, threshold, .xyxy, Self.sample(65, at: -1e7))
  }

  private static func check<S: Scalar>(
    _: S.Type, _ threshold: Double, _ format: BoxFormat, _ sample: (boxes: [Double], scores: [Double], labels: [Int])
  ) throws {
    let boxes = try Boxes<S>(sample.boxes).converted(to: format)
    let (corners, scores) = (corners(boxes), sample.scores.map { S($0) })
    var suppression = Suppression<S>(iouThreshold: .one(S(threshold)))
    let separate = try suppression.indices(boxes, scores: Tensor(scores), labels: Tensor(sample.labels))
    #expect(separate == reference(corners, scores, sample.labels, threshold: S(threshold)))
    let oneClass = reference(corners, scores, sample.labels.map { _ in 0 }, threshold: S(threshold))
    #expect(try suppression.indices(boxes, scores: Tensor(scores)) == oneClass)
    suppression.classAgnostic = true
    #expect(try suppression.indices(boxes, scores: Tensor(scores), labels: Tensor(sample.labels)) == oneClass)
    let few = try suppression.indices(boxes, scores: Tensor(scores), scoreThreshold: 0.5)
    #expect(
      few
        == reference(
          corners, scores, sample.labels.map { _ in 0 }, threshold: S(threshold), scoreThreshold: 0.5))
  }

  /// From 4096 boxes on, classes are worked on at the same time.
  @Test func manyBoxes_FollowTheDefinitionOnAnyThread() throws {
    var generator = SeededGenerator(67)
    let count = 4200
    let boxes = try Boxes<Float>(generator.clusters(count, centers: 40))
    let scores = (0..<count).map { _ in Float(generator.integer(0..<500)) / 500 }
    let labels = (0..<count).map { _ in generator.integer(0..<30) }
    let found = try Suppression<Float>().indices(boxes, scores: Tensor(scores), labels: Tensor(labels))
    for _ in 0..<2 {
      #expect(
        try Suppression<Float>().indices(boxes, scores: Tensor(scores), labels: Tensor(labels)) == found)
    }
    // Class by class, merged by score and index.
    let corners = Self.corners(boxes)
    let kept = (0..<30).flatMap { label -> [Int] in
      let members = labels.indices.filter { labels[$0] == label }
      let kept = Self.reference(
        members.map { corners[$0] }, members.map { scores[$0] }, members.map { _ in 0 }, threshold: 0.5)
      return kept.map { members[$0] }
    }
    #expect(found == kept.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 })
  }

  @Test func equalOverlap_IsKept() throws {
    // iou = 50/150 = 1/3 exactly as the threshold is rounded: not strictly greater.
    let boxes = try Boxes<Double>([0, 0, 10, 10, 5, 0, 15, 10])
    let scores = Tensor([0.9, 0.8])
    #expect(try Suppression(iouThreshold: .one(1.0 / 3)).indices(boxes, scores: scores) == [0, 1])
    #expect(try Suppression(iouThreshold: .one((1.0 / 3).nextDown)).indices(boxes, scores: scores) == [0])
  }

  @Test func equalScores_PreferTheLowerIndex() throws {
    let boxes = try Boxes<Double>([0, 0, 10, 10, 0, 0, 10, 10, 50, 50, 60, 60])
    #expect(try Suppression().indices(boxes, scores: Tensor([0.5, 0.5, 0.5])) == [0, 2])
  }

  @Test func suppressedBoxes_SuppressNothing() throws {
    // A chain: 0 kills 1, so that 1 cannot kill 2. iou of neighbours = 70/130 = 0.54, of the ends 40/160.
    let boxes = try Boxes<Double>([0, 0, 10, 10, 3, 0, 13, 10, 6, 0, 16, 10])
    #expect(try Suppression().indices(boxes, scores: Tensor([0.9, 0.8, 0.7])) == [0, 2])
  }

  @Test func thresholdOne_KeepsDuplicates() throws {
    let boxes = try Boxes<Double>([1, 1, 3, 3, 1, 1, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2])
    let scores = Tensor([0.4, 0.3, 0.2, 0.1])
    #expect(try Suppression(iouThreshold: .one(1)).indices(boxes, scores: scores) == [0, 1, 2, 3])
    // Just below, duplicates go, points as well.
    #expect(try Suppression(iouThreshold: .one((1.0).nextDown)).indices(boxes, scores: scores) == [0, 2])
  }

  /// Areas of 2.5e39 are no float32: torchvision compares ∞/∞ and keeps every duplicate.
  @Test func areasBeyondFloat32_StillOverlap() throws {
    let boxes = try Boxes<Float>([0, 0, 5e19, 5e19, 0, 0, 5e19, 5e19, 0, 0, 1e-25, 1e-25, 0, 0, 1e-25, 1e-25])
    #expect(try Suppression().indices(boxes, scores: Tensor([4, 3, 2, 1])) == [0, 2])
  }

  @Test func permutation_OfBoxesPermutesTheAnswer() throws {
    var generator = SeededGenerator(66)
    let boxes = generator.clusters(60, centers: 4)
    let scores = (0..<60).map { Double($0) / 60 }
    let permutation = (0..<60).shuffled(using: &generator)
    let plain = try Suppression<Double>().indices(try Boxes(boxes), scores: Tensor(scores))
    let permuted = try Suppression<Double>().indices(
      try Boxes(rows: permutation.map { Array(boxes[4 * $0..<4 * $0 + 4]) }),
      scores: Tensor(permutation.map { scores[$0] }))
    #expect(permuted.map { permutation[$0] } == plain)
  }

  @Test func emptyAndSingle_AreInputsToo() throws {
    #expect(try Suppression<Double>().indices(try Boxes([]), scores: Tensor([])) == [])
    #expect(try Suppression<Double>().indices(try Boxes([0, 0, 0, 0]), scores: Tensor([-1])) == [0])
  }

  @Test func shapes_MustAgree() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    #expect(
      detectionError { try Suppression().indices(boxes, scores: Tensor([1, 2])) }
        == .shape(.scores, .toFit(.boxes, Shape(vector: 1)), found: Shape(vector: 2)))
    #expect(
      detectionError {
        try Suppression().indices(boxes, scores: Tensor([1]), labels: Tensor([1, 2]))
      } == .shape(.labels, .toFit(.boxes, Shape(vector: 1)), found: Shape(vector: 2)))
  }
}
