import RealModule
import Testing

@testable import DetectionCore

@Suite struct YOLOv3BoxLossTests {
  private struct Rows {
    var raw: [Double] = [0, 0, 0, 0]
    var targets: [Double] = [2.5, 3.5, 10, 20]
    var anchors: [Double] = [10, 10]
    var cells: [Double] = [2, 3]
    var objectness: [Double]?

    func evaluate<S: Scalar>(_ scalar: S.Type = Double.self, gradient: Bool = true) throws -> ReducedLoss<S> {
      let count = raw.count / 4
      return try YOLOv3BoxLoss<S>().evaluate(
        raw: try Tensor(raw, count, 4), targets: try Tensor(targets, count, 4), anchors: try Tensor(anchors, count, 2),
        cells: try Tensor(cells, count, 2), objectness: try objectness.map { try Tensor($0, count) },
        gradient: gradient)
    }
  }

  @Test func smallCase_ByHand() throws {
    // σ⁻¹(½) = 0 on both axes, log(10/10) = 0, log(20/10) = log 2: log²2; slope 2 (0 − log 2).
    let loss = try Rows().evaluate()
    #expect(relativeError(loss.values[0], 0.4804530139182014) <= 4e-16)
    #expect(loss.slopes[0..<3] == [0, 0, 0])
    #expect(loss.slopes[3] == -1.3862943611198906)
  }

  @Test func gradient_IsTheDerivative() throws {
    var rows = Rows(
      targets: [2.2, 3.9, 12, 7, 0.5, 0.001, 3, 3], anchors: [10, 10, 2, 4], cells: [2, 3, 0, 0], objectness: [1, 0.5])
    try expectGradient(at: [0.3, -1, 0.5, 2, -0.2, 0.1, 1, -1]) { raw, gradient in
      rows.raw = raw
      return try rows.evaluate(gradient: gradient)
    }
  }

  @Test func decodedTarget_CostsNothing() throws {
    let raw: [Double] = [0.7, -1.2, 0.4, -0.6]
    let targets = [2 + sigmoid(raw[0]), 3 + sigmoid(raw[1]), 10 * Double.exp(raw[2]), 10 * Double.exp(raw[3])]
    let loss = try Rows(raw: raw, targets: targets).evaluate()
    #expect(loss.values[0] <= 1e-28)
  }

  @Test func centreOnTheCellsEdge_IsFinite() throws {
    let rows = Rows(targets: [2, 4, 10, 10])
    // σ⁻¹(0) with 0 held at the smallest normal number 2⁻¹⁰²²: −1022 log 2 = −708.396…, and 1 − 1 likewise.
    let loss = try rows.evaluate()
    #expect(relativeError(loss.slopes[0], 2 * 708.3964185322641) <= 1e-15)
    #expect(relativeError(loss.slopes[1], -2 * 708.3964185322641) <= 1e-15)
    // 2⁻¹²⁶: 126 log 2
    let single = try rows.evaluate(Float.self)
    #expect(abs(Double(single.slopes[0]) - 2 * 87.33654475055310) <= 1e-4)
  }

  @Test func centreOutsideOfItsCell_IsRefused() throws {
    #expect(
      detectionError { try Rows(targets: [2.5, 4.25, 10, 10]).evaluate() }
        == .number(.targetBoxes, .centerInCell(from: 3), position: 1, value: 4.25))
  }

  @Test func sizes_ArePositive() throws {
    #expect(
      detectionError { try Rows(targets: [2.5, 3.5, 0, 10]).evaluate() }
        == .number(.targetBoxes, .positiveSize, position: 2, value: 0))
    #expect(
      detectionError { try Rows(anchors: [10, -1]).evaluate() }
        == .number(.anchors, .positiveSize, position: 1, value: -1))
  }

  @Test func rowsWithoutObject_AreNotLookedAt() throws {
    let rows = Rows(
      raw: [0, 0, 0, 0, 0, 0, 0, 0], targets: [0, 0, 0, 0, 2.5, 3.5, 10, 10], anchors: [0, 0, 10, 10],
      cells: [9, 9, 2, 3], objectness: [0, 1])
    let loss = try rows.evaluate()
    #expect(loss.values.elements == [0, 0])
    #expect(loss.meanDivisor == 1)
  }

  @Test func shapes_AreChecked() throws {
    #expect(
      detectionError {
        try YOLOv3BoxLoss<Double>().evaluate(
          raw: try Tensor([0, 0, 0], 1, 3), targets: try Tensor([0, 0, 0, 0], 1, 4), anchors: try Tensor([1, 1], 1, 2),
          cells: try Tensor([0, 0], 1, 2), objectness: nil, gradient: false)
      } == .shape(.raw, .columns(4), found: try #require(Shape([1, 3]))))
    #expect(
      detectionError { try Rows(objectness: [2]).evaluate() }
        == .number(.objectness, .objectness, position: 0, value: 2))
  }
}
