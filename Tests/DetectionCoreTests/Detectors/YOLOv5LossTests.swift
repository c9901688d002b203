import Testing

@testable import DetectionCore

@Suite struct YOLOv5LossTests {
  /// Two levels of two anchors on 64 pixels: 32 rows of cells of 16 pixels, and 8 of 32.
  private static var grid: Grid? {
    let cells = [16.0, 32].compactMap { stride in
      GridLevel(height: Int(64 / stride), width: Int(64 / stride), strideY: stride, strideX: stride)
    }
    let anchors = [
      [AnchorShape(width: 14, height: 9), AnchorShape(width: 8, height: 30)],
      [AnchorShape(width: 40, height: 22), AnchorShape(width: 25, height: 50)],
    ]
    return Grid(cells, anchors: anchors, order: .anchorMajor)
  }
  private static let objects = [
    (box: [4.0, 6, 30, 41], label: 1, image: 0), (box: [28.5, 20, 61, 60], label: 0, image: 0),
    (box: [10.0, 12, 51, 31], label: 1, image: 1),
  ]
  private static let channels = 7

  private static func evaluate(
    _ loss: YOLOv5Loss<Double>, _ numbers: [Double],
    _ objects: [(box: [Double], label: Int, image: Int)] = objects, gradients: Bool = true, limit: Int = .max
  ) throws -> CompositeLoss<Double> {
    try loss.evaluate(
      Tensor(numbers, 2, 40, channels), grid: #require(grid), truth: GroundTruth(objects, imageCount: 2, classes: 2),
      gradients: gradients, limit: limit)
  }

  private static func numbers(_ seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed)
    return (0..<2 * 40 * channels).map { _ in generator.uniform(-2...2) }
  }

  private static func logit(_ found: CompositeLoss<Double>, _ match: Int) -> Int {
    (found.matches.images[match] * 40 + found.matches.anchors[match]) * channels
  }

  /// With g = 0 the objectness learns 1, and nothing is held constant in GIoU.
  @Test(arguments: [1, 2, 3] as [UInt64]) func gradients_AreTheDerivative(_ seed: UInt64) throws {
    var loss = YOLOv5Loss<Double>()
    loss.overlap = .giou
    loss.overlapShare = 0
    loss.classes = .init(labelSmoothing: 0.1, positiveWeight: 1.5, weights: [0.5, 2])
    loss.objectnessPositiveWeight = 0.75
    loss.weights = .init(box: 2, objectness: 0.5, classification: 3)
    loss.timesImages = true
    try expectGradients(at: Self.numbers(seed)) { try Self.evaluate(loss, $0, gradients: $1) }
  }

  /// Around cross entropies with weights of positives and soft targets, in the ordinary range and of a γ below 1.
  @Test(arguments: [0.5, 1.5, 2]) func focalGradients_AreTheDerivative(_ gamma: Double) throws {
    var loss = YOLOv5Loss<Double>()
    (loss.overlap, loss.overlapShare) = (.giou, 0)
    loss.classes = .init(labelSmoothing: 0.1, positiveWeight: 1.5, weights: [0.5, 2])
    loss.objectnessPositiveWeight = 0.75
    loss.focal = .init(gamma: gamma, alpha: 0.4)
    loss.weights = .init(box: 2, objectness: 0.5, classification: 3)
    try expectGradients(at: Self.numbers(7)) { try Self.evaluate(loss, $0, gradients: $1) }
  }

  /// γ = 0, α = ½: half the cross entropy.
  @Test func focalOfNoExponent_IsHalfTheCrossEntropy() throws {
    let plain = try Self.evaluate(.init(), Self.numbers(2))
    var loss = YOLOv5Loss<Double>()
    loss.focal = .init(gamma: 0, alpha: 0.5)
    let half = try Self.evaluate(loss, Self.numbers(2))
    #expect(half.unweighted("box") == plain.unweighted("box"))
    for term in ["objectness", "classification"] {
      #expect(relativeError(2 * half.unweighted(term), plain.unweighted(term)) <= 1e-15)
    }
  }

  /// σ(t_o) − o, o the overlap of the row's only object.
  @Test func objectness_LearnsTheOverlap() throws {
    var loss = YOLOv5Loss<Double>()
    loss.overlap = .iou
    loss.weights = .init(box: 0, objectness: 1, classification: 0)
    loss.balance = [1, 1]
    let numbers = Self.numbers(4)
    let found = try Self.evaluate(loss, numbers)
    let rows = found.matches.anchors.indices.map { Self.logit(found, $0) }
    var seen = 0
    for (match, row) in rows.enumerated() where rows.count(where: { $0 == row }) == 1 {
      let count = found.matches.anchors[match] < 32 ? 64.0 : 16
      let wanted = (sigmoid(numbers[row + 4]) - found.matches.iou[match]) / count
      #expect(abs(found.slopes("predictions")[row + 4] - wanted) <= 1e-15)
      seen += 1
    }
    #expect(seen > 10)
  }

  /// The greatest overlap is no less than the last, and somewhere it is more: a row has two objects.
  @Test func sharedRows_LearnTheLastOrTheGreatest() throws {
    let twins = [(box: [4.0, 6, 30, 41], label: 1, image: 0), (box: [6.0, 9, 28, 38], label: 0, image: 0)]
    var loss = YOLOv5Loss<Double>()
    loss.weights = .init(box: 0, objectness: 1, classification: 0)
    var differs = false
    for seed in 1...4 as ClosedRange<UInt64> {
      let numbers = Self.numbers(seed)
      let last = try Self.evaluate(loss, numbers, twins).slopes("predictions")
      loss.sharedRow = .greatest
      let greatest = try Self.evaluate(loss, numbers, twins).slopes("predictions")
      loss.sharedRow = .last
      #expect(zip(last, greatest).allSatisfy { $0 >= $1 })
      differs = differs || last != greatest
    }
    #expect(differs)
  }

  /// By hand: of a centre at (2.25, 1.75) cells the cells left and below are near; of one at (0.25, 0.25) none is there.
  @Test func neighbors_AreTheNearestCells() throws {
    let level = try #require(GridLevel(height: 4, width: 4, strideY: 16, strideX: 16))
    let grid = try #require(Grid([level], anchors: [[AnchorShape(width: 20, height: 20)]]))
    func rows(_ x: Double, _ y: Double, _ assigner: YOLOv5Assigner<Double> = .init()) throws -> [Int] {
      let box = Box(x: Interval(x * 16, 20.0, .centerAndSize), y: Interval(y * 16, 20.0, .centerAndSize))
      return try assigner.assign([box], targets: [0], to: grid, limit: .max, .never)[0].map(\.row)
    }
    #expect(try rows(2.25, 1.75) == [6, 5, 10])
    #expect(try rows(0.25, 0.25) == [0])
    #expect(try rows(3.75, 3.75) == [15])
    #expect(try rows(2.5, 1.5) == [6])
    // On an edge both neighbours are near, and the one behind it is the centre's own, once more, as in the code.
    #expect(try rows(2, 1.5) == [6, 5, 6])
    #expect(try rows(2.25, 1.75, .init(neighborDistance: 0)) == [6])
    #expect(try rows(2.25, 1.75, .init(ratio: 1)).isEmpty)
  }

  @Test func extremes_AreFinite() throws {
    for factor in [1e3, 1e300] {
      let found = try Self.evaluate(.init(), Self.numbers(6).map { $0 * factor })
      #expect(found.allSlopes.allSatisfy { $0.isFinite })
      #expect(found.loss.isFinite || factor > 1e4)
    }
  }

  @Test func withoutObjects_OnlyObjectnessIsLeft() throws {
    let found = try Self.evaluate(.init(), Array(repeating: 0, count: 2 * 40 * Self.channels), [])
    // (4 + 1) log 2.
    #expect(relativeError(found.loss, 5 * 0.6931471805599453) <= 1e-15)
  }

  @Test func pairs_AreLimited() {
    let error = detectionError { try Self.evaluate(.init(), Self.numbers(1), limit: 5) }
    guard case .answerTooLarge(_, limit: 5) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// The code has weights of five levels; of more, and where a list does not fit, there are none.
  @Test func balances_MustFitTheLevels() throws {
    #expect(YOLOv5Loss<Double>.balance(levels: 3) == [4, 1, 0.4])
    #expect(YOLOv5Loss<Double>.balance(levels: 4) == [4, 1, 0.25, 0.06])
    #expect(YOLOv5Loss<Double>.balance(levels: 6) == nil)
    var loss = YOLOv5Loss<Double>()
    loss.balance = [1]
    let error = detectionError { try Self.evaluate(loss, Self.numbers(1)) }
    guard case .shape(.balance, .numberPerLevel(2), _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
