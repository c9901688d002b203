import DetectionCore
import Testing

@Suite struct GridAnchorsTests {
  @Test func anchors_LieInTheMiddleOfTheirCells() throws {
    let level = AnchorLevel(
      height: 1, width: 2, strideY: 8, strideX: 10,
      shapes: [AnchorShape(width: 4, height: 2), AnchorShape(width: 20, height: 30)])
    let anchors: Boxes<Double> = try [level].anchors(offset: 0.5)
    // Centres (5, 4) and (15, 4).
    #expect(anchors.numbers == [3, 3, 7, 5, -5, -11, 15, 19, 13, 3, 17, 5, 5, -11, 25, 19])
  }

  @Test func levels_AreInOrderThenRowsThenColumns() throws {
    let shape = [AnchorShape(width: 2, height: 2)]
    let levels = [
      AnchorLevel(height: 2, width: 2, strideY: 4, strideX: 4, shapes: shape),
      AnchorLevel(height: 1, width: 1, strideY: 8, strideX: 8, shapes: shape),
    ]
    let anchors: Boxes<Float> = try levels.anchors(offset: 0.5)
    #expect(
      anchors.numbers == [1, 1, 3, 3, 5, 1, 7, 3, 1, 5, 3, 7, 5, 5, 7, 7, 3, 3, 5, 5])
  }

  @Test func emptyLevels_HaveNoAnchors() throws {
    let none = AnchorLevel(height: .max, width: 0, strideY: 1, strideX: 1, shapes: [AnchorShape(width: 1, height: 1)])
    let shapeless = AnchorLevel(height: .max, width: .max, strideY: 1, strideX: 1, shapes: [])
    let anchors: Boxes<Double> = try [none, shapeless].anchors(offset: 0.5)
    #expect(anchors.count == 0)
  }

  @Test func tooMany_AreRefused() throws {
    let shapes = [AnchorShape(width: 1, height: 1)]
    let level = AnchorLevel(height: 3, width: 3, strideY: 1, strideX: 1, shapes: shapes)
    #expect(
      detectionError { try [level].anchors(limit: 35, as: Double.self) }
        == .answerTooLarge(elements: 36, limit: 35))
    let huge = AnchorLevel(height: .max, width: .max, strideY: 1, strideX: 1, shapes: shapes)
    #expect(
      detectionError { try [huge].anchors(limit: 35, as: Double.self) }
        == .answerTooLarge(elements: .max, limit: 35))
  }

  /// The rows of anchor-major maps: all cells of the first anchor first.
  @Test func anchorMajor_RunsOverCellsFirst() throws {
    let level = try #require(GridLevel(height: 2, width: 2, strideY: 4, strideX: 4))
    let shapes = [AnchorShape(width: 2, height: 2), AnchorShape(width: 4, height: 2)]
    let (cells, maps) = (
      try #require(Grid([level], anchors: [shapes])),
      try #require(Grid([level], anchors: [shapes], order: .anchorMajor))
    )
    let (byCell, byAnchor): (Boxes<Double>, Boxes<Double>) = (cells.anchors(offset: 0.5), maps.anchors(offset: 0.5))
    for cell in 0..<4 {
      for anchor in 0..<2 {
        #expect(byCell.tensor.row(2 * cell + anchor) == byAnchor.tensor.row(4 * anchor + cell))
      }
    }
  }
}
