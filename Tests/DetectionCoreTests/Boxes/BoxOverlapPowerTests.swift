import Testing

@testable import DetectionCore

@Suite struct BoxOverlapPowerTests {
  private static func plain(_ kind: OverlapKind) -> OverlapCase {
    switch kind {
    case .iou: .iou
    case .giou: .giou
    case .diou: .diou
    case .ciou: .ciou
    case .eiou: .eiou
    case .siou: .siou
    }
  }

  private static func pairs() throws -> (boxes: Boxes<Double>, targets: Boxes<Double>) {
    var generator = SeededGenerator(41)
    let (boxes, targets) = generator.separatedPairs(60)
    return (try Boxes(boxes), try Boxes(targets))
  }

  @Test(arguments: OverlapKind.measures)
  func powerOne_IsTheFamily(_ kind: OverlapKind) throws {
    let (boxes, targets) = try Self.pairs()
    let power = try OverlapLoss(kind, power: 1).unreduced(boxes, targets)
    let plain = try Self.plain(kind).evaluate(boxes, targets)
    #expect(power.loss.values == plain.loss.values)
    #expect(power.loss.gradient == plain.loss.gradient)
    #expect(power.iou == plain.iou)
  }

  @Test func smallCases_ByHand() throws {
    // 2 × 2 moved by 1 along x: IoU 1/3, |C| covered, ρ²/c² = 1/13.
    let (boxes, targets) = (try Boxes<Double>([0, 0, 2, 2]), try Boxes<Double>([1, 0, 3, 2]))
    let penalties: [(OverlapKind, Double)] = [(.iou, 0), (.giou, 0), (.diou, 1.0 / 2197), (.ciou, 1.0 / 2197)]
    for (kind, penalty) in penalties {
      let loss = try OverlapLoss(kind, power: 3).unreduced(boxes, targets)
      #expect(relativeError(loss.loss.values[0], 26.0 / 27 + penalty) <= 1e-15)
    }
    // Moved by 3: 2 of 5 × 2 are not covered.
    let apart = try OverlapLoss<Double>(.giou, power: 3).unreduced(boxes, try Boxes([3, 0, 5, 2]))
    #expect(relativeError(apart.loss.values[0], 1 + 0.008) <= 1e-15)
  }

  /// α of CIoU apart, which is constant.
  @Test(arguments: [OverlapKind.iou, .giou, .diou], [0.5, 2, 3])
  func gradient_IsTheDerivative(_ kind: OverlapKind, _ power: Double) throws {
    let (boxes, targets) = try Self.pairs()
    try expectGradient(at: boxes.numbers, tolerance: 1e-5) { x, gradient in
      try OverlapLoss(kind, power: power).unreduced(try Boxes(x), targets, gradient: gradient).loss
    }
  }

  /// A common power changes no order: IoU^α falls where IoU falls.
  @Test func nearlyIdenticalBoxes_KeepTheirDigits() throws {
    let step = 0x1p-40
    let loss = try OverlapLoss<Double>(.iou, power: 3).unreduced(
      try Boxes([0, 0, 1 + step, 1]), try Boxes([0, 0, 1, 1]))
    // IoU = 1/(1 + s): 1 − IoU³ = 3s − 6s² + …
    #expect(relativeError(loss.loss.values[0], 3 * step - 6 * step * step) <= 1e-15)
  }

  @Test(arguments: OverlapKind.measures, [0.001, 0.3, 0.5, 1, 3, 10])
  func ends_AreFinite(_ kind: OverlapKind, _ power: Double) throws {
    let apart: [Double] = [0, 0, 1, 1]
    let touching = 1 - 1e-15
    let targets: [[Double]] = [
      [5, 5, 6, 6], [1, 0, 2, 1], [touching, touching, 2, 2], [0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5],
    ]
    for target in targets {
      let loss = try OverlapLoss<Double>(kind, power: power).unreduced(
        try Boxes(apart), try Boxes(target))
      #expect(loss.loss.isFinite)
      let single = try OverlapLoss<Float>(kind, power: Float(power)).unreduced(
        try Boxes(apart), try Boxes(target))
      #expect(single.loss.isFinite)
    }
    let same = try OverlapLoss(kind, power: power).unreduced(
      try Boxes<Double>([3, 4, 3, 4]), try Boxes([3, 4, 3, 4]))
    #expect(same.loss.values.elements == [0] && same.loss.slopes == [0, 0, 0, 0])
  }
}
