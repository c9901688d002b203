import Testing

@testable import DetectionCore

@Suite struct YOLOv8LossTests {
  typealias Objects = [(box: [Double], label: Int, image: Int)]

  private static let log2 = 0.6931471805599453

  /// Levels of 4 × 4 and 2 × 2 points over 64 × 64 pixels; three classes and four distances unless said otherwise.
  private static func levels(_ counts: [Int] = [4, 2], image: Double = 64) throws -> [GridLevel] {
    try counts.map {
      try #require(
        GridLevel(height: $0, width: $0, strideY: image / Double($0), strideX: image / Double($0)))
    }
  }

  private static func evaluate<S: Scalar>(
    _ loss: YOLOv8Loss<S>, _ numbers: [Double], _ levels: [GridLevel], classes: Int = 3, images: Int = 1,
    channelsFirst: Bool = true, _ objects: Objects, deadline: Deadline = .never
  ) throws -> CompositeLoss<S> {
    let (channels, points) = (4 * loss.regMax + classes, levels.reduce(0) { $0 + $1.cells })
    let (first, second) = channelsFirst ? (channels, points) : (points, channels)
    return try loss.evaluate(
      Tensor(numbers, images, first, second), channelsFirst: channelsFirst, levels: levels,
      truth: GroundTruth(objects, imageCount: images, classes: classes), gradients: true, deadline: deadline)
  }

  @Test func smallCase_ByHand() throws {
    // One point at (8, 8), both distances of each side equally likely: half a stride, the box 0 … 16. The object is that
    // box: u = 1, so that the one point is trained on a score of 1, T = 1. BCE of the logit 0 is log 2, DFL
    // −½ log ½ − ½ log ½ = log 2 on every side: L = 7.5 · 0 + 0.5 log 2 + 1.5 log 2.
    let found = try Self.evaluate(
      YOLOv8Loss<Double>(regMax: 2), [Double](repeating: 0, count: 9), Self.levels([1], image: 16), classes: 1,
      [([0, 0, 16, 16], 0, 0)])
    #expect(found.terms.map(\.name) == ["box", "classification", "dfl"])
    #expect(found.terms.map(\.weight) == [7.5, 0.5, 1.5])
    #expect(found.unweighted("box") == 0)
    #expect(relativeError(found.unweighted("classification"), Self.log2) <= 1e-15)
    #expect(relativeError(found.unweighted("dfl"), Self.log2) <= 1e-15)
    #expect(relativeError(found.loss, 2 * Self.log2) <= 1e-15)
    #expect(found.allSlopes[8] == -0.25)
    #expect(found.matches.anchors == [0] && found.matches.targets == [0] && found.matches.iou == [1])
  }

  @Test func weakMatches_AreNotBlownUp() throws {
    // The prediction 0 … 16 overlaps the object 0 … 32 by ¼: its target score is ¼ at the most, and T stays 1.
    let loss = YOLOv8Loss<Double>(regMax: 2, assigner: TaskAlignedAssigner(overlap: .iou))
    let found = try Self.evaluate(
      loss, [Double](repeating: 0, count: 9), Self.levels([1], image: 16), classes: 1, [([0, 0, 32, 32], 0, 0)])
    // BCE(½, ¼) = log 2, its slope ½ (½ − ¼). The right and lower targets, 1.5 strides, are held at 0.99: 0.99 log 2 +
    // 0.01 log 2, as on the other sides.
    #expect(relativeError(found.unweighted("classification"), Self.log2) <= 1e-15)
    #expect(relativeError(found.allSlopes[8], 0.125) <= 1e-15)
    #expect(relativeError(found.unweighted("dfl"), Self.log2 / 4) <= 1e-15)
  }

  private static let place = YOLOv8Points<Double>.Place(x: 2.5, y: 1.5, strideX: 8, strideY: 16)
  private static let target = Box<Double>(x: Interval(9.5, 33, .ends), y: Interval(7, 51, .ends))

  /// The head of one point with five distances and no classes.
  private static func withHead<R>(
    _ numbers: [Double], _ slopes: UnsafeMutablePointer<Double>? = nil, _ body: (YOLOv8Rows<Double>) -> R
  ) -> R {
    numbers.withUnsafeBufferPointer {
      body(
        YOLOv8Rows(
          numbers: $0.baseAddress.unsafelyUnwrapped, slopes: slopes, points: 1, regMax: 5, classes: 0, pointStride: 20,
          channelStride: 1))
    }
  }

  /// 3 box + ½ dfl of a match with the score ¾.
  private static func terms(_ head: YOLOv8Rows<Double>) -> Double {
    let match = YOLOv8Assignment.Match(
      point: 0, box: target, label: 0, target: 0, predicted: head.box(0, place), score: 0.75, weight: 1)
    let found = YOLOv8BoxTerm(boxFactor: 3, distributionFactor: 0.5).evaluate(head, place, match)
    return 3 * found.box + 0.5 * found.distribution
  }

  /// αv of the predicted box, and v, from αv = v²/(1 − IoU + v).
  private static func aspect(_ head: YOLOv8Rows<Double>) -> (penalty: Double, v: Double, alpha: Double) {
    let overlap = BoxOverlap(head.box(0, place), target)
    let (penalty, distance) = (overlap.aspectTerm.value, overlap.distance)
    let v = (penalty + (penalty * penalty + 4 * penalty * distance).squareRoot()) / 2
    return (penalty, v, v / (distance + v))
  }

  /// With the match, its score and CIoU's α held.
  @Test func gradients_AreTheDerivative() throws {
    var generator = SeededGenerator(51)
    let numbers = generator.numbers(20, in: -2...2)
    var slopes = [Double](repeating: 0, count: 20)
    let value = slopes.withUnsafeMutableBufferPointer { Self.withHead(numbers, $0.baseAddress, Self.terms) }
    #expect(value == Self.withHead(numbers) { Self.terms($0) })
    let alpha = Self.withHead(numbers) { Self.aspect($0).alpha }
    for (position, slope) in slopes.enumerated() {
      let difference = centralDifference(numbers, position) {
        Self.withHead($0) { head in
          let aspect = Self.aspect(head)
          return Self.terms(head) + 3 * 0.75 * (alpha * aspect.v - aspect.penalty)
        }
      }
      #expect(abs(difference - slope) <= 1e-6 * max(abs(slope), 1))
    }
  }

  @Test func classSlopes_AreSigmoidLessTarget() throws {
    var generator = SeededGenerator(52)
    let numbers = generator.numbers(20 * 19, in: -2...2)
    let objects: Objects = [([4, 6, 40, 50], 1, 0), ([20, 3, 61, 30], 2, 0)]
    let loss = YOLOv8Loss<Double>(regMax: 4, weights: .init(box: 0, classification: 2, distribution: 0))
    let found = try Self.evaluate(loss, numbers, Self.levels(), objects)
    #expect(found.allSlopes[..<(16 * 20)].allSatisfy { $0 == 0 })
    // Of points without an object all slopes are 2σ/T, with one T.
    let matched = Set(found.matches.anchors)
    let totals = (16 * 20..<19 * 20).filter { !matched.contains($0 % 20) }
      .map { 2 * sigmoid(numbers[$0]) / found.allSlopes[$0] }
    #expect(totals.allSatisfy { relativeError($0, totals[0]) <= 1e-14 })
    // What is missing at the others' own classes are the target scores, whose sum T is.
    let scores = zip(found.matches.anchors, found.matches.targets).map { anchor, target in
      let position = (16 + objects[target].label) * 20 + anchor
      return sigmoid(numbers[position]) - found.allSlopes[position] * totals[0] / 2
    }
    #expect(scores.allSatisfy { $0 > 0 && $0 <= 1 })
    #expect(relativeError(totals[0], max(scores.reduce(0, +), 1)) <= 1e-13)
  }

  @Test func layouts_AreTransposed() throws {
    var generator = SeededGenerator(53)
    let (levels, loss) = (try Self.levels(), YOLOv8Loss<Double>(regMax: 4))
    let objects: Objects = [([4, 6, 40, 50], 1, 0), ([20, 3, 61, 30], 2, 1)]
    let numbers = generator.numbers(2 * 19 * 20, in: -2...2)
    func transposed(_ numbers: [Double], _ rows: Int, _ columns: Int) -> [Double] {
      (0..<2).flatMap { image in
        (0..<columns).flatMap { column in
          (0..<rows).map { numbers[image * rows * columns + $0 * columns + column] }
        }
      }
    }
    let first = try Self.evaluate(loss, numbers, levels, images: 2, objects)
    let last = try Self.evaluate(
      loss, transposed(numbers, 19, 20), levels, images: 2, channelsFirst: false, objects)
    #expect(relativeError(first.loss, last.loss) <= 1e-14)
    #expect(first.allSlopes == transposed(last.allSlopes, 20, 19))
    #expect(first.matches.anchors == last.matches.anchors)
  }

  @Test func withoutObjects_BackgroundCosts() throws {
    let (levels, loss) = (try Self.levels(), YOLOv8Loss<Double>(regMax: 2))
    let numbers = [Double](repeating: 0, count: 11 * 20)
    let found = try Self.evaluate(loss, numbers, levels, [])
    #expect(relativeError(found.loss, 0.5 * 60 * Self.log2) <= 1e-14)
    // An object outside of the image has no point inside, and is nobody's.
    let outside = try Self.evaluate(loss, numbers, levels, [([70, 70, 90, 90], 0, 0)])
    #expect(outside.loss == found.loss && outside.matches.unmatched(of: 1) == [0])
    let none = try Self.evaluate(loss, [], levels, images: 0, [])
    #expect(none.loss == 0 && none.allSlopes.isEmpty && none.matches.positives.isEmpty)
  }

  @Test func extremes_AreFinite() throws {
    func check<S: Scalar>(_ loss: YOLOv8Loss<S>) throws {
      var generator = SeededGenerator(54)
      let signs = generator.numbers(2 * 19 * 20, in: -1...1)
      for size in [1e4, -1e4] {
        for numbers in [signs.map { $0 < 0 ? -size : size }, signs.map { _ in size }] {
          let found = try Self.evaluate(
            loss, numbers, Self.levels(), images: 2, [([4, 6, 40, 50], 1, 0), ([20, 3, 61, 30], 2, 1)])
          #expect(found.loss.isFinite && found.allSlopes.allSatisfy { $0.isFinite })
        }
      }
    }
    try check(YOLOv8Loss<Double>(regMax: 4))
    try check(YOLOv8Loss<Float>(regMax: 4))
  }

  /// Enough points and classes for threads: the same bits each time.
  @Test func manyPoints_AddUpInOrder() throws {
    let levels = try Self.levels([40, 20, 10], image: 320)
    var generator = SeededGenerator(55)
    let numbers = generator.numbers(2100 * 48, in: -3...3)
    let objects: Objects = (0..<8).map { (generator.box(within: 250, sizes: 30...70), $0 * 3, 0) }
    let found = try (0..<3).map { _ in
      try Self.evaluate(YOLOv8Loss<Float>(regMax: 4), numbers, levels, classes: 32, objects)
    }
    #expect(found.allSatisfy { $0.loss == found[0].loss && $0.allSlopes == found[0].allSlopes })
    #expect(found[0].matches.positives[0] > 8 && found[0].matches.unmatched(of: 8).isEmpty)
  }

  @Test func deadlineAndShapes_AreKept() throws {
    let (levels, loss) = (try Self.levels(), YOLOv8Loss<Double>(regMax: 4))
    let numbers = [Double](repeating: 0, count: 19 * 20)
    for objects: Objects in [[], [([4, 6, 40, 50], 1, 0)]] {
      #expect(
        detectionError { try Self.evaluate(loss, numbers, levels, objects, deadline: Deadline(.now)) }
          == .deadlineExceeded)
    }
    let truth = try GroundTruth<Double>([], imageCount: 1, classes: 3)
    let tensor = try Tensor<Double>(numbers, 1, 20, 19)
    #expect(
      detectionError { try loss.evaluate(tensor, levels: levels, truth: truth, gradients: false) }
        == .shape(
          .predictions, .distributions(images: 1, points: 20, bins: 4, channelsFirst: true), found: tensor.shape))
    #expect(
      detectionError {
        try YOLOv8Loss<Double>(regMax: 5).evaluate(
          tensor, channelsFirst: false, levels: levels, truth: truth, gradients: false)
      }
        == .shape(
          .predictions, .distributions(images: 1, points: 20, bins: 5, channelsFirst: false), found: tensor.shape))
  }
}
