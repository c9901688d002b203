import DetectionCore
import Testing

@Suite struct BoxTests {
  private static let dyadic: [[Double]] = {
    var generator = SeededGenerator(41)
    return (0..<30).map { _ in
      let (x, y) = (generator.integer(-90..<90), generator.integer(-90..<90))
      let (w, h) = (generator.integer(0..<90), generator.integer(0..<90))
      return [x, y, x + w, y + h].map { Double($0) / 4 }
    }
  }()

  @Test func formats_ByHand() throws {
    let boxes = try Boxes<Double>([1, 2, 5, 10])
    #expect(boxes.converted(to: .xywh).numbers == [1, 2, 4, 8])
    // Centre (3, 6), y first in the last.
    #expect(boxes.converted(to: .cxcywh).numbers == [3, 6, 4, 8])
    #expect(boxes.converted(to: .cycxhw).numbers == [6, 3, 8, 4])
  }

  @Test(arguments: BoxFormat.allCases, BoxFormat.allCases)
  func formats_RoundTrip(_ from: BoxFormat, _ to: BoxFormat) throws {
    let boxes = try Boxes<Double>(rows: Self.dyadic).converted(to: from)
    #expect(boxes.converted(to: to).converted(to: from).tensor == boxes.tensor)
    #expect(boxes.converted(to: to).converted(to: .xyxy).numbers == Self.dyadic.flatMap { $0 })
    // Numbers that do not convert exactly come back within a rounding or two.
    var generator = SeededGenerator(42)
    let rough = try Boxes<Double>(rows: (0..<30).map { _ in generator.box(within: 100, sizes: 0.1...50) })
      .converted(to: from)
    for (a, b) in zip(rough.numbers, rough.converted(to: to).converted(to: from).numbers) {
      #expect(abs(a - b) <= 150 * 0x1p-52)
    }
  }

  @Test func sizes_AreNotTouchedBetweenSizedFormats() throws {
    // 0.1 + 0.3 − 0.3 is not 0.1: the size must not go through the corners.
    let boxes = try Boxes<Double>([0.3, 1e9, 0.1, 0.7], .xywh)
    let centered = boxes.converted(to: .cxcywh)
    #expect(centered.numbers[2...] == [0.1, 0.7])
    #expect(centered.converted(to: .cycxhw).numbers[2...] == [0.7, 0.1])
    #expect(centered.converted(to: .xywh).numbers[2...] == [0.1, 0.7])
  }

  @Test func sameFormat_IsTheSameBits() throws {
    for format in BoxFormat.allCases {
      let boxes = try Boxes<Float>([0.1, 0.2, 0.3, 0.4], format)
      #expect(boxes.converted(to: format).tensor == boxes.tensor)
    }
  }

  @Test func invertedBoxes_AreNamed() {
    #expect(
      detectionError { try Boxes<Double>([0, 0, 1, 1, 2, 0, 1, 1, 0, 3, 1, 1]) }
        == .invertedBoxes(.boxes, rows: [1, 2]))
    for format in [BoxFormat.xywh, .cxcywh, .cycxhw] {
      #expect(
        detectionError { try Boxes<Double>([0, 0, 1, -1, 0, 0, 0, 0], format) }
          == .invertedBoxes(.boxes, rows: [0]))
    }
    #expect(detectionError { try Boxes<Double>([0, 0, .nan, 1]) } == .invertedBoxes(.boxes, rows: [0]))
  }

  @Test func manyInvertedBoxes_AreNamedUpToTwenty() throws {
    let numbers: [Double] = (0..<100).flatMap { _ -> [Double] in [1, 1, 0, 0] }
    #expect(detectionError { try Boxes<Double>(numbers) } == .invertedBoxes(.boxes, rows: Array(0..<20)))
  }

  @Test func shape_IsRowsOfFour() throws {
    let flat = detectionError { try Boxes(Tensor<Double>([0, 0, 1, 1])) }
    #expect(flat == .shape(.boxes, .columns(4), found: Shape(vector: 4)))
    let five = detectionError { try Boxes(try Tensor<Double>([0, 0, 1, 1, 1], 1, 5)) }
    #expect(five == .shape(.boxes, .columns(4), found: try #require(Shape([1, 5]))))
    #expect(try Boxes<Double>([]).count == 0)
  }
}
