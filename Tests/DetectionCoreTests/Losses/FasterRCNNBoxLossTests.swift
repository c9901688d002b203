import Testing

@testable import DetectionCore

@Suite struct FasterRCNNBoxLossTests {
  private static let anchors: [[Double]] = [[0, 0, 10, 20], [5, 5, 9, 13], [1, 2, 8, 7], [0, 0, 6, 6]]
  private static let targets: [[Double]] = [[1, 0, 9, 21], [4, 6, 10, 12], [2, 2, 8, 9], [1, 1, 5, 6]]
  private static let boxes: [[Double]] = [[2, 1, 13, 18], [5.5, 5, 8, 14], [0.5, 3, 7, 7.5], [0, 2, 7, 5]]
  private static let objectness: [Double] = [1, 0.5, 0, 1]

  @Test func smallCase_ByHand() throws {
    // Centres (6, 5) and (5, 5), width 10: Δx = 0.1; heights 20 and 10: Δh = log 2.
    let loss = try FasterRCNNBoxLoss<Double>().evaluate(
      boxes: try Boxes([1, -5, 11, 15]), targets: try Boxes([0, 0, 10, 10]), anchors: try Boxes([0, 0, 10, 10]),
      objectness: nil, gradient: true)
    // ½ 0.1² + ½ log²2 = 0.005 + 0.2402265069591007
    #expect(relativeError(loss.values[0], 0.2452265069591007) <= 4e-16)
    // ∂/∂cx = 0.1/10, ∂/∂h = log 2/20 = 0.034657…: x1 gets half of the first, y1 takes the second off.
    #expect(relativeError(loss.slopes[0], 0.005) <= 1e-15)
    #expect(relativeError(loss.slopes[3], 0.034657359027997264) <= 1e-15)
  }

  @Test(arguments: BoxFormat.allCases)
  func gradient_IsTheDerivative(_ format: BoxFormat) throws {
    let loss = FasterRCNNBoxLoss<Double>(delta: 0.3, weights: BoxDeltas(dx: 2, dy: 1.5, dw: 1, dh: 0.5))
    let targets = try Boxes<Double>(rows: Self.targets).converted(to: format)
    let anchors = try Boxes<Double>(rows: Self.anchors).converted(to: format)
    let objectness = try Tensor<Double>(Self.objectness, 4)
    try expectGradient(at: try Boxes<Double>(rows: Self.boxes).converted(to: format).numbers) { x, gradient in
      try loss.evaluate(
        boxes: try Boxes(x, format), targets: targets, anchors: anchors, objectness: objectness, gradient: gradient)
    }
    var generator = SeededGenerator(21)
    try expectGradient(at: generator.numbers(16, in: -1...1)) { x, gradient in
      try loss.evaluate(
        deltas: try Tensor(x, 4, 4), targets: targets, anchors: anchors, objectness: objectness, gradient: gradient)
    }
  }

  @Test func boxesAndTheirDeltas_CostTheSame() throws {
    let loss = FasterRCNNBoxLoss<Double>(delta: 0.3, weights: BoxDeltas(dx: 10, dy: 10, dw: 5, dh: 5))
    let (targets, anchors) = (try Boxes<Double>(rows: Self.targets), try Boxes<Double>(rows: Self.anchors))
    let boxes = try Boxes<Double>(rows: Self.boxes)
    let deltas = try BoxCoder(weights: loss.weights).encode(boxes, anchors: anchors)
    let byBoxes = try loss.evaluate(
      boxes: boxes, targets: targets, anchors: anchors, objectness: nil, gradient: false
    ).values
    let byDeltas = try loss.evaluate(
      deltas: deltas, targets: targets, anchors: anchors, objectness: nil, gradient: false
    ).values
    for row in 0..<4 { #expect(relativeError(byBoxes[row], byDeltas[row]) <= 1e-14) }
  }

  @Test(arguments: BoxFormat.allCases)
  func identicalBoxes_CostExactlyNothing(_ format: BoxFormat) throws {
    let boxes = try Boxes<Double>(rows: Self.boxes.map { $0.map { $0 / 3 + 1e6 } }).converted(to: format)
    let anchors = try Boxes<Double>(rows: Self.anchors).converted(to: format)
    let loss = try FasterRCNNBoxLoss<Double>().evaluate(
      boxes: boxes, targets: boxes, anchors: anchors, objectness: nil, gradient: true)
    #expect(loss.values.elements == [0, 0, 0, 0])
    #expect(loss.slopes.allSatisfy { $0 == 0 })
  }

  /// A row without an object may hold boxes without size, whose logarithms do not exist.
  @Test func rowsWithoutObject_AreNotLookedAt() throws {
    let zero: [Double] = [0, 0, 0, 0]
    let loss = try FasterRCNNBoxLoss<Double>().evaluate(
      boxes: try Boxes([0, 0, 2, 2] + zero), targets: try Boxes([0, 0, 2, 2] + zero),
      anchors: try Boxes([0, 0, 2, 2] + zero), objectness: Tensor([1, 0]), gradient: true)
    #expect(loss.values.elements == [0, 0])
    #expect(loss.isFinite)
    #expect(loss.meanDivisor == 1)
  }

  @Test func rowsWithObject_NeedSizes() throws {
    let (good, flat) = (try Boxes<Double>([0, 0, 2, 2]), try Boxes<Double>([0, 0, 2, 0]))
    func error(_ boxes: Boxes<Double>, _ targets: Boxes<Double>, _ anchors: Boxes<Double>) -> DetectionError? {
      detectionError {
        try FasterRCNNBoxLoss<Double>().evaluate(
          boxes: boxes, targets: targets, anchors: anchors, objectness: nil, gradient: false)
      }
    }
    func expected(_ role: InputRole) -> DetectionError {
      .number(role, .positiveBox, position: 0, value: 0)
    }
    #expect(error(flat, good, good) == expected(.boxes))
    #expect(error(good, flat, good) == expected(.targetBoxes))
    #expect(error(good, good, flat) == expected(.anchors))
  }
}
