import Testing

@testable import DetectionCore

@Suite struct SuppressionTests {
  /// A sample of boxes in clusters, with duplicates, points and lines, equal scores among them.
  struct Sample<S: Scalar> {
    let boxes: Boxes<S>
    let scores: [S]
    let labels: [Int]

    init(_ seed: UInt64, count: Int = 90, classes: Int = 3, at offset: Double = 0) throws {
      var generator = SeededGenerator(seed)
      var numbers = generator.clusters(count, centers: 4, at: offset)
      numbers += numbers.prefix(count / 3 * 4)
      for _ in 0..<3 { numbers += [3, 3, 3, 3].map { $0 + offset } + [0, 5, 9, 5].map { $0 + offset } }
      let total = numbers.count / 4
      boxes = try Boxes(numbers)
      scores = (0..<total).map { _ in S(generator.integer(0..<20)) / 20 }
      labels = (0..<total).map { _ in generator.integer(0..<classes) }
    }

    var corners: [CornerBox<S>] { boxes.withRows { rows in (0..<boxes.count).map { CornerBox(rows + 4 * $0) } } }
  }

  /// Every method with some of its settings.
  static func all<S: Scalar>(_: S.Type) -> [Suppression<S>] {
    var all: [Suppression<S>] = []
    for method in Suppression<S>.Method.allCases {
      for metric in Suppression<S>.Metric.allCases {
        for comparator in OverlapComparator.allCases {
          all.append(Suppression(method, iouThreshold: .one(0.4), metric: metric, comparator: comparator))
          all.append(
            Suppression(
              method, iouThreshold: .each([0, 0.5, 0.8]), metric: metric, comparator: comparator,
              decay: .gaussian(sigma: 0.3, convention: .tensorflow), decayedThreshold: .each([0.1, 0.2, 0.4])))
        }
      }
    }
    return all + [
      Suppression(.matrix, decay: .linear), Suppression(.matrix, decay: .linear, decayedThreshold: .one(0.1)),
    ]
  }

  @Test func methods_FollowTheirDefinitions() throws {
    for seed in 160..<163 as Range<UInt64> {
      try Self.check(Sample<Double>(seed))
      try Self.check(Sample<Float>(seed))
    }
    try Self.check(Sample<Double>(163, at: 1e7))
  }

  private static func check<S: Scalar>(_ sample: Sample<S>) throws {
    for suppression in all(S.self) where suppression.method != .weightedBoxFusion {
      let reference = SuppressionReference(
        boxes: sample.corners, scores: sample.scores, labels: sample.labels, suppression: suppression,
        scoreThreshold: 0.1)
      let expected = reference.evaluate()
      let found = try suppression.evaluate(
        sample.boxes, scores: Tensor(sample.scores), labels: Tensor(sample.labels), scoreThreshold: 0.1)
      #expect(found.indices == expected.map(\.index), "\(suppression)")
      #expect(found.scores ?? found.indices.map { sample.scores[$0] } == expected.map(\.score), "\(suppression)")
    }
  }

  /// A box that stays holds every box that was merged into it, and is the hull of some.
  @Test func merge_GrowsToHoldWhatItMerged() throws {
    let boxes = try Boxes<Double>([0, 0, 10, 10, 4, 0, 14, 10, 8, 0, 18, 10, 30, 0, 40, 10])
    let scores = Tensor<Double>([0.9, 0.8, 0.7, 0.6])
    let found = try Suppression<Double>(.merge, iouThreshold: .one(0.15), metric: .ios).evaluate(boxes, scores: scores)
    // ios of the first two is 0.6, of the first and the third 0.2, of the hull [0, 14] and the third 0.6.
    #expect(found.indices == [0, 3] && found.boxes?.tensor.elements == [0, 0, 18, 10, 30, 0, 40, 10])
    // By their union the best box and the third overlap by 0.11 alone: the third stays, whatever the best has grown to.
    let strict = try Suppression<Double>(.merge, iouThreshold: .one(0.25)).evaluate(boxes, scores: scores)
    #expect(strict.indices == [0, 2, 3] && strict.boxes?.tensor.elements.prefix(4) == [0, 0, 14, 10])
  }

  @Test func merge_DropsWhatTheGrownBoxOverlapsTooLittle() throws {
    // The third overlaps the best box by 60/130, but only by 60/220 what that has become with the second.
    let boxes = try Boxes<Double>([0, 0, 10, 10, 0, 0, 10, 19, 4, 0, 13, 10])
    let found = try Suppression<Double>(.merge, iouThreshold: .one(0.4)).evaluate(
      boxes, scores: Tensor([0.9, 0.8, 0.7]))
    #expect(found.indices == [0] && found.boxes?.tensor.elements == [0, 0, 10, 19])
  }

  @Test func classCap_KeepsTheBestOfEachClass() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1, 2, 0, 3, 1, 4, 0, 5, 1, 6, 0, 7, 1, 8, 0, 9, 1])
    let (scores, labels) = (Tensor<Double>([0.9, 0.8, 0.7, 0.6, 0.5]), Tensor([0, 0, 0, 1, 1]))
    let found = try Suppression<Double>().evaluate(
      boxes, scores: scores, labels: labels, maxDetections: 3, maxDetectionsPerClass: 2, explanationLimit: .max)
    #expect(found.indices == [0, 1, 3] && found.explanation?.cap == [2, 4] && found.counts.returned == 3)
  }

  @Test func classThresholds_AreOfTheirClass() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1, 2, 0, 3, 1, 4, 0, 5, 1])
    let found = try Suppression<Double>().evaluate(
      boxes, scores: Tensor([0.5, 0.5, 0.3]), labels: Tensor([0, 1, 1]), classThresholds: [0.6, 0.2])
    #expect(found.indices == [1, 2] && found.counts.aboveThreshold == 2)
  }

  /// What is answered and what is explained are all candidates, each once, in every method.
  @Test func explanation_AccountsForEveryCandidate() throws {
    for seed in 170..<174 as Range<UInt64> {
      try Self.checkExplanation(Sample<Double>(seed), scoreThreshold: 0.3, maxDetections: 7)
      try Self.checkExplanation(Sample<Float>(seed, count: 30), scoreThreshold: nil, maxDetections: 0)
      try Self.checkExplanation(Sample<Float>(seed, classes: 1), scoreThreshold: 1, maxDetections: 9)
    }
  }

  private static func checkExplanation<S: Scalar>(_ sample: Sample<S>, scoreThreshold: S?, maxDetections: Int) throws {
    for suppression in all(S.self) {
      let found = try suppression.evaluate(
        sample.boxes, scores: Tensor(sample.scores), labels: Tensor(sample.labels), scoreThreshold: scoreThreshold,
        maxDetections: maxDetections, explanationLimit: .max)
      let explanation = try #require(found.explanation)
      let below = zip(explanation.threshold.starts, explanation.threshold.lengths).flatMap { $0..<$0 + $1 }
      let all = below + explanation.suppressed.indices + explanation.cap + found.indices
      #expect(all.sorted() == Array(sample.scores.indices), "\(suppression)")
      #expect(explanation.topK.starts.isEmpty)
      let counts = found.counts
      #expect(counts.candidates - counts.aboveThreshold == explanation.threshold.total)
      #expect(counts.aboveThreshold - counts.afterNMS == explanation.suppressed.indices.count)
      #expect(counts.afterNMS - counts.returned == explanation.cap.count && counts.returned == found.indices.count)
      checkSuppressors(explanation, suppression, sample)
    }
  }

  /// Who suppresses is of the same class, overlaps as is said, and, where suppression is hard, stays itself.
  private static func checkSuppressors<S: Scalar>(
    _ explanation: Explanation<S>, _ suppression: Suppression<S>, _ sample: Sample<S>
  ) {
    let gone = Set(explanation.suppressed.indices)
    let corners = sample.corners
    for (index, (by, iou)) in zip(
      explanation.suppressed.indices, zip(explanation.suppressed.by, explanation.suppressed.iou))
    {
      guard by >= 0 else {
        #expect(suppression.decayedThreshold.map { sample.scores[index] <= $0[sample.labels[index]] } == true)
        continue
      }
      let rule = suppression.rule(sample.labels[index])
      #expect(sample.labels[by] == sample.labels[index] && by != index)
      if suppression.method != .weightedBoxFusion {
        #expect(iou == corners[by].overlap(corners[index], by: rule.measure))
      }
      guard [.hard, .diou, .cluster].contains(suppression.method) else { continue }
      #expect(!gone.contains(by) && rule.isTooMuch(iou))
      #expect(sample.scores[by] >= sample.scores[index])
    }
  }

  @Test func explanation_KeepsItsLimit() throws {
    let sample = try Sample<Double>(175)
    let (suppression, scores) = (Suppression<Double>(), Tensor(sample.scores))
    let count = try #require(try suppression.evaluate(sample.boxes, scores: scores, explanationLimit: .max).explanation)
      .count
    #expect(throws: Never.self) { try suppression.evaluate(sample.boxes, scores: scores, explanationLimit: count) }
    #expect(
      detectionError { try suppression.evaluate(sample.boxes, scores: scores, explanationLimit: count - 1) }
        == .answerTooLarge(elements: count, limit: count - 1))
  }

  /// From 4096 candidates on, classes are worked on at the same time: the answer is that of each class by itself.
  @Test func threads_ChangeNoBit() throws {
    let sample = try Sample<Float>(176, count: 3300, classes: 25)
    for method in Suppression<Float>.Method.allCases {
      let suppression = Suppression<Float>(method, decayedThreshold: .one(0.2))
      let found = try suppression.evaluate(sample.boxes, scores: Tensor(sample.scores), labels: Tensor(sample.labels))
      var byIndex: [Int: Float] = [:]
      for label in 0..<25 {
        let members = sample.labels.indices.filter { sample.labels[$0] == label }
        let single = try suppression.evaluate(
          try Boxes(rows: members.map { sample.boxes.tensor.row($0).elements.map { Double($0) } }),
          scores: Tensor(members.map { sample.scores[$0] }))
        for (position, index) in single.indices.enumerated() {
          byIndex[members[index]] = single.scores?[position] ?? sample.scores[members[index]]
        }
      }
      let order = byIndex.keys.sorted { byIndex[$0] != byIndex[$1] ? byIndex[$0]! > byIndex[$1]! : $0 < $1 }
      #expect(found.indices == order, "\(method)")
      #expect(found.scores ?? found.indices.map { sample.scores[$0] } == order.map { byIndex[$0]! }, "\(method)")
    }
  }

  @Test func labels_NeedAThresholdEach() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    let suppression = Suppression<Double>(iouThreshold: .each([0.5, 0.6]))
    #expect(throws: DetectionError.self) { try suppression.evaluate(boxes, scores: Tensor([1])) }
    #expect(throws: DetectionError.self) {
      try suppression.evaluate(boxes, scores: Tensor([1]), labels: Tensor([2]))
    }
    #expect(try suppression.evaluate(boxes, scores: Tensor([1]), labels: Tensor([1])).indices == [0])
  }
}
