import Testing

@testable import DetectionCore

@Suite struct YOLOXLossTests {
  /// Two levels on 64 pixels: 16 cells of 16 and 4 of 32.
  private static var levels: [GridLevel] {
    [16.0, 32].compactMap { stride in
      GridLevel(height: Int(64 / stride), width: Int(64 / stride), strideY: stride, strideX: stride)
    }
  }
  private static let objects = [
    (box: [4.0, 6, 30, 41], label: 1, image: 0), (box: [28.0, 20, 61, 60], label: 0, image: 0),
    (box: [10.0, 12, 50, 30], label: 1, image: 1),
  ]

  private static func evaluate(
    _ loss: YOLOXLoss<Double>, _ numbers: [Double], images: Int = 2,
    _ objects: [(box: [Double], label: Int, image: Int)] = objects, gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    try loss.evaluate(
      Tensor(numbers, images, 20, 7), levels: levels, truth: GroundTruth(objects, imageCount: images, classes: 2),
      gradients: gradients)
  }

  private static func numbers(_ seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed)
    return (0..<2 * 20 * 7).map { place in
      place % 7 < 2 ? generator.uniform(0...1) : place % 7 < 4 ? generator.uniform(-0.3...1) : generator.uniform(-2...2)
    }
  }

  /// By everything but the logits of classes at their targets, which are constants: there it is σ − IoU.
  @Test(arguments: [1, 2, 3] as [UInt64]) func gradients_AreTheDerivative(_ seed: UInt64) throws {
    let loss = YOLOXLoss<Double>(
      usesL1: true, weights: .init(box: 2, objectness: 0.5, classification: 0, l1: 0.25), normalizer: 3)
    try expectGradients(at: Self.numbers(seed)) { try Self.evaluate(loss, $0, gradients: $1) }
  }

  @Test func classSlopes_AreSigmoidLessTheIoU() throws {
    let loss = YOLOXLoss<Double>(weights: .init(box: 0, objectness: 0, classification: 2), normalizer: 1)
    let numbers = Self.numbers(4)
    let found = try Self.evaluate(loss, numbers)
    #expect(!found.matches.anchors.isEmpty)
    for match in found.matches.anchors.indices {
      let row = (found.matches.images[match] * 20 + found.matches.anchors[match]) * 7
      for k in 0..<2 {
        let target = Self.objects[found.matches.targets[match]].label == k ? found.matches.iou[match] : 0
        #expect(abs(found.slopes("predictions")[row + 5 + k] - 2 * (sigmoid(numbers[row + 5 + k]) - target)) <= 1e-15)
      }
    }
  }

  /// Every object has a point at least, and no point two objects.
  @Test func everyObject_HasAPoint() throws {
    for seed in 5..<15 {
      let found = try Self.evaluate(.init(), Self.numbers(UInt64(seed)))
      #expect(found.matches.unmatched(of: 3).isEmpty)
      let rows = zip(found.matches.images, found.matches.anchors).map { $0 * 20 + $1 }
      #expect(Set(rows).count == rows.count)
    }
  }

  @Test func withoutObjects_OnlyObjectnessIsLeft() throws {
    let found = try Self.evaluate(.init(usesL1: true), Array(repeating: 0, count: 280), [])
    // 40 rows of log 2, divided by 1.
    #expect(relativeError(found.loss, 40 * 0.6931471805599453) <= 1e-15)
  }

  @Test func extremes_AreFinite() throws {
    let numbers = Self.numbers(6).enumerated().map { $1 * ($0 % 7 > 1 ? 1e3 : 1) }
    let found = try Self.evaluate(.init(usesL1: true), numbers)
    #expect(found.loss.isFinite && found.allSlopes.allSatisfy(\.isFinite))
  }

  /// Centres beyond what numbers hold.
  @Test func hugeOutputs_TrapNothing() throws {
    let numbers = Self.numbers(7).enumerated().map { $0 % 7 < 2 ? 1.7e308 : $1 }
    let found = try Self.evaluate(.init(), numbers)
    #expect(found.matches.positives.count == 2)
  }

  @Test func pairs_AreLimited() {
    let error = detectionError {
      try YOLOXLoss<Double>().evaluate(
        Tensor(Self.numbers(1), 2, 20, 7), levels: Self.levels,
        truth: GroundTruth(Self.objects, imageCount: 2, classes: 2), gradients: false, limit: 3)
    }
    guard case .answerTooLarge(_, limit: 3) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
