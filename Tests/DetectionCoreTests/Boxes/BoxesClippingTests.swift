import DetectionCore
import Testing

@Suite struct BoxesClippingTests {
  private static let image = ImageSize<Double>(height: 50, width: 100)

  @Test func boxes_AreCutToTheImage() throws {
    let boxes = try Boxes<Double>([-5, -5, 10, 60, 90, 10, 110, 20])
    #expect(boxes.clipped(to: Self.image).numbers == [0, 0, 10, 50, 90, 10, 100, 20])
  }

  @Test func boxesOutside_LieEmptyAtTheBorder() throws {
    let boxes = try Boxes<Double>([-20, 5, -10, 15, 120, 60, 130, 70])
    #expect(boxes.clipped(to: Self.image).numbers == [0, 5, 0, 15, 100, 50, 100, 50])
  }

  @Test(arguments: BoxFormat.allCases)
  func formats_Agree(_ format: BoxFormat) throws {
    let boxes = try Boxes<Double>([-5, -5, 10, 60, 90, 10, 110, 20, -20, 5, -10, 15])
    let clipped = boxes.converted(to: format).clipped(to: Self.image)
    #expect(clipped.format == format)
    #expect(clipped.converted(to: .xyxy).numbers == boxes.clipped(to: Self.image).numbers)
  }

  @Test func boxesInside_KeepEveryBit() throws {
    // 0.1 + 0.2 ≠ 0.3: a centre that went through the corners would change.
    let boxes = try Boxes<Double>([0.3, 20.7, 0.1, 0.7], .cxcywh)
    #expect(boxes.clipped(to: Self.image).tensor == boxes.tensor)
  }
}
