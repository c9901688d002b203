import Testing

@testable import DetectionCore

@Suite struct ObjectLossTests {
  private static func rows(_ objectness: [Double]?, count: Int) throws -> ObjectRows<Double> {
    try ObjectRows(objectness.map { Tensor($0) }, count: count, like: .boxes)
  }

  @Test func objects_AreCounted() throws {
    #expect(try Self.rows(nil, count: 3).total == 3)
    #expect(try Self.rows([1, 0, 0.5], count: 3).total == 1.5)
  }

  @Test func objectness_WeighsValueAndSlope() throws {
    let loss = try Self.rows([1, 0, 0.5], count: 3).evaluate(gradient: true) { row, slopes in
      for column in 0..<4 { slopes?[column] = Double(column) }
      return Double(row + 1)
    }
    #expect(loss.values.elements == [1, 0, 1.5])
    #expect(loss.slopes == [0, 1, 2, 3, 0, 0, 0, 0, 0, 0.5, 1, 1.5])
    // (1 + 1.5)/1.5
    #expect(relativeError(loss.reduced(.mean).value, 5.0 / 3) <= 4e-16)
  }

  @Test func noObjects_CostNothing() throws {
    let loss = try Self.rows([0, 0], count: 2).evaluate(gradient: true) { _, _ in .nan }
    #expect(loss.reduced(.mean).value == 0)
    #expect(loss.reduced(.mean).slopes == Array(repeating: 0, count: 8))
  }

  @Test func objectness_IsOneNumberARow() {
    #expect(
      detectionError { try Self.rows([1], count: 2) }
        == .shape(.objectness, .toFit(.boxes, Shape(vector: 2)), found: Shape(vector: 1)))
    #expect(
      detectionError { try Self.rows([1, -0.5], count: 2) }
        == .number(.objectness, .objectness, position: 1, value: -0.5))
  }
}
