import Testing

@testable import DetectionCore

@Suite struct YOLOv1BoxLossTests {
  @Test func smallCase_ByHand() throws {
    let loss = try YOLOv1BoxLoss<Double>().evaluate(
      try Boxes([3, 5, 4, 9], .cxcywh), targets: try Boxes([1, 5, 9, 9], .cxcywh), objectness: nil, gradient: true)
    // (3 − 1)² + 0 + (√4 − √9)² + 0 = 5; slopes 2 · 2 and (2 − 3)/2.
    #expect(loss.values.elements == [5])
    #expect(loss.slopes == [4, 0, -0.5, 0])
  }

  @Test(arguments: BoxFormat.allCases)
  func gradient_IsTheDerivative(_ format: BoxFormat) throws {
    var generator = SeededGenerator(22)
    let targets = try Boxes<Double>(rows: (0..<8).map { _ in generator.box(within: 5, sizes: 0.5...4) })
      .converted(to: format)
    let boxes = try Boxes<Double>(rows: (0..<8).map { _ in generator.box(within: 5, sizes: 0.5...4) })
      .converted(to: format)
    let objectness = Tensor<Double>([1, 0, 1, 0.5, 1, 1, 0, 1])
    try expectGradient(at: boxes.numbers) { x, gradient in
      try YOLOv1BoxLoss<Double>().evaluate(
        try Boxes(x, format), targets: targets, objectness: objectness, gradient: gradient)
    }
  }

  @Test(arguments: BoxFormat.allCases)
  func identicalBoxes_CostExactlyNothing(_ format: BoxFormat) throws {
    var generator = SeededGenerator(23)
    let rows = (0..<8).map { _ in generator.box(within: 5, sizes: 0.5...4).map { $0 + 1e6 } } + [[1, 1, 1, 1]]
    let boxes = try Boxes<Double>(rows: rows).converted(to: format)
    let loss = try YOLOv1BoxLoss<Double>().evaluate(boxes, targets: boxes, objectness: nil, gradient: true)
    #expect(loss.values.elements.allSatisfy { $0 == 0 })
    #expect(loss.isFinite)
  }

  @Test func predictionsAndTargets_AreSymmetric() throws {
    let (a, b) = (try Boxes<Double>([3, 5, 4, 9], .cxcywh), try Boxes<Double>([1, 5.5, 7, 2], .cxcywh))
    let there = try YOLOv1BoxLoss<Double>().evaluate(a, targets: b, objectness: nil, gradient: false)
    let back = try YOLOv1BoxLoss<Double>().evaluate(b, targets: a, objectness: nil, gradient: false)
    #expect(there.values == back.values)
  }

  /// (√s − √s*)/√s is infinite at s = 0: the slope is the one at the smallest normal number.
  @Test func slopeOfARoot_IsFiniteAtZero() throws {
    let loss = try YOLOv1BoxLoss<Double>().evaluate(
      try Boxes([0, 0, 0, 1], .cxcywh), targets: try Boxes([0, 0, 4, 1], .cxcywh), objectness: nil, gradient: true)
    #expect(loss.values.elements == [4])
    // √(2⁻¹⁰²²) = 2⁻⁵¹¹: (2⁻⁵¹¹ − 2)/2⁻⁵¹¹
    #expect(loss.slopes == [0, 0, -0x1p512, 0])
    // Without a target size (√s)² = s: the slope is 1, from the right.
    let both = try YOLOv1BoxLoss<Double>().evaluate(
      try Boxes([0, 0, 0, 1], .cxcywh), targets: try Boxes([0, 0, 0, 1], .cxcywh), objectness: nil, gradient: true)
    #expect(both.values.elements == [0])
    #expect(both.slopes == [0, 0, 1, 0])
  }
}
