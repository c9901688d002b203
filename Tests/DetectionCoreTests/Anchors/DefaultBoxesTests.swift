import DetectionCore
import Testing

@Suite struct DefaultBoxesTests {
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
