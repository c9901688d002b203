import DetectionCore
import Testing

@Suite struct CellAnchorsTests {
  @Test func anchors_LieInTheMiddleOfTheirCells() throws {
    let level = CellAnchors(
      height: 1, width: 2, strideY: 8, strideX: 10,
      shapes: [AnchorShape(width: 4, height: 2), AnchorShape(width: 20, height: 30)])
    let anchors: Boxes<Double> = try CellAnchors.anchors([level])
    // Centres (5, 4) and (15, 4).
    #expect(anchors.numbers == [3, 3, 7, 5, -5, -11, 15, 19, 13, 3, 17, 5, 5, -11, 25, 19])
  }

  @Test func levels_AreInOrderThenRowsThenColumns() throws {
    let shape = [AnchorShape(width: 2, height: 2)]
    let levels = [
      CellAnchors(height: 2, width: 2, strideY: 4, strideX: 4, shapes: shape),
      CellAnchors(height: 1, width: 1, strideY: 8, strideX: 8, shapes: shape),
    ]
    let anchors: Boxes<Float> = try CellAnchors.anchors(levels)
    #expect(
      anchors.numbers == [1, 1, 3, 3, 5, 1, 7, 3, 1, 5, 3, 7, 5, 5, 7, 7, 3, 3, 5, 5])
  }

  @Test func emptyLevels_HaveNoAnchors() throws {
    let none = CellAnchors(height: .max, width: 0, strideY: 1, strideX: 1, shapes: [AnchorShape(width: 1, height: 1)])
    let shapeless = CellAnchors(height: .max, width: .max, strideY: 1, strideX: 1, shapes: [])
    let anchors: Boxes<Double> = try CellAnchors.anchors([none, shapeless])
    #expect(anchors.count == 0)
  }

  @Test func tooMany_AreRefused() throws {
    let shapes = [AnchorShape(width: 1, height: 1)]
    let level = CellAnchors(height: 3, width: 3, strideY: 1, strideX: 1, shapes: shapes)
    #expect(
      detectionError { try CellAnchors.anchors([level], limit: 35, as: Double.self) }
        == .answerTooLarge(elements: 36, limit: 35))
    let huge = CellAnchors(height: .max, width: .max, strideY: 1, strideX: 1, shapes: shapes)
    #expect(
      detectionError { try CellAnchors.anchors([huge], limit: 35, as: Double.self) }
        == .answerTooLarge(elements: .max, limit: 35))
  }

  // MARK: SSD

  @Test func defaultBoxes_AreTwoSquaresThenEachRatioBothWays() {
    let boxes = DefaultBoxes(scales: [0.25, 1])
    let image = ImageSize<Double>(height: 100, width: 200)
    // s = ¼, s′ = √¼ = ½; ratio 4: ¼·2 by ¼/2.
    #expect(
      boxes.shapes(level: 0, aspectRatios: [4], image: image) == [
        AnchorShape(width: 50, height: 25), AnchorShape(width: 100, height: 50),
        AnchorShape(width: 100, height: 12.5), AnchorShape(width: 25, height: 50),
      ])
  }

  @Test func clipping_HoldsSizesAtTheImages() {
    let image = ImageSize<Double>(height: 10, width: 10)
    let clipped = DefaultBoxes(scales: [1, 4]).shapes(level: 0, aspectRatios: [4], image: image)
    #expect(clipped.map(\.width) == [10, 10, 10, 5])
    let whole = DefaultBoxes(scales: [1, 4], clipsSizes: false).shapes(level: 0, aspectRatios: [4], image: image)
    #expect(whole.map(\.width) == [10, 20, 20, 5])
  }

  @Test func scales_AreEvenAndEndWithOne() {
    #expect(DefaultBoxes.scales(from: 0.25, to: 0.75, levels: 3) == [0.25, 0.5, 0.75, 1])
    #expect(DefaultBoxes.scales(from: 0.25, to: 0.75, levels: 1) == [0.25, 0.75])
  }
}
