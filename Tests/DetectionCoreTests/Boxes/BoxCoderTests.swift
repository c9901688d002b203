import DetectionCore
import Testing

@Suite struct BoxCoderTests {
  private static let weights = BoxDeltas<Double>(dx: 10, dy: 10, dw: 5, dh: 5)

  @Test func smallCase_ByHand() throws {
    let anchors = try Boxes<Double>([0, 0, 10, 20])
    let boxes = try Boxes<Double>([1, 5, 21, 25])
    // Centres (5, 10) → (11, 15): 6/10, 5/20; sizes 10 → 20: log 2, 20 → 20: 0.
    let deltas = try BoxCoder<Double>().encode(boxes, anchors: anchors)
    #expect(deltas.elements == [0.6, 0.25, 0.6931471805599453, 0])
    let weighted = try BoxCoder(weights: Self.weights).encode(boxes, anchors: anchors)
    #expect(weighted.elements == [6, 2.5, 5 * 0.6931471805599453, 0])
  }

  @Test(arguments: BoxFormat.allCases)
  func decode_InvertsEncode(_ format: BoxFormat) throws {
    var generator = SeededGenerator(43)
    let rows = (0..<50).map { _ in generator.box(within: 100, sizes: 5...80) }
    let anchorRows = (0..<50).map { _ in generator.box(within: 100, sizes: 5...80) }
    let boxes = try Boxes<Double>(rows: rows).converted(to: format)
    let anchors = try Boxes<Double>(rows: anchorRows).converted(to: format)
    for coder in [BoxCoder<Double>(), BoxCoder(weights: Self.weights)] {
      let back = try coder.decode(try coder.encode(boxes, anchors: anchors), anchors: anchors)
      #expect(back.format == format)
      for (a, b) in zip(back.numbers, boxes.numbers) { #expect(abs(a - b) <= 1e-12) }
    }
  }

  @Test func deltas_DoNotDependOnTheFormat() throws {
    let (boxes, anchors) = (try Boxes<Double>([1, 5, 21, 25]), try Boxes<Double>([0, 0, 10, 20]))
    let deltas = try BoxCoder<Double>().encode(boxes, anchors: anchors)
    for format in BoxFormat.allCases {
      let other = try BoxCoder<Double>().encode(boxes.converted(to: format), anchors: anchors.converted(to: format))
      #expect(other == deltas)
    }
  }

  @Test func itself_IsZeroDeltas() throws {
    let boxes = try Boxes<Double>([0.1, 0.2, 10.3, 20.7, 1e7 + 0.1, -5, 1e7 + 7, 3])
    #expect(try BoxCoder<Double>().encode(boxes, anchors: boxes).elements.allSatisfy { $0 == 0 })
  }

  @Test func growth_IsClamped() throws {
    let anchors = try Boxes<Double>([-8, -8, 8, 8])
    // At the clamp 16 px grow to 1000, 62.5-fold, whatever is asked for: ±500 around the centre.
    let boxes = try BoxCoder<Double>().decode(try Tensor([0, 0, 100, 1e300], 1, 4), anchors: anchors)
    #expect(zip(boxes.numbers, [-500, -500, 500, 500]).allSatisfy { relativeError($0, $1) <= 1e-15 })
    // The weights divide before the clamp; there is none from below.
    let weighted = try BoxCoder(weights: Self.weights, scaleClamp: 1).decode(
      try Tensor([0, 0, 4, -5], 1, 4), anchors: anchors)
    #expect(relativeError(weighted.numbers[2], 8 * 2.225540928492468) <= 1e-15)
    #expect(relativeError(weighted.numbers[3], 8 * 0.36787944117144233) <= 1e-15)
  }

  @Test func farBoxes_KeepTheirDigitsInFloat32() throws {
    // 2000 apart and 2⁻¹⁰ wider: in float32 the differences of the ends are rounded to 2⁻¹³.
    let (anchors, boxes) = (try Boxes<Float>([0.1, 0, 10.1, 8]), try Boxes<Float>([2000, 0, 2010.0009765625, 8]))
    let single = try BoxCoder<Float>().encode(boxes, anchors: anchors).numbers
    let exact = try BoxCoder<Double>().encode(
      try Boxes<Double>(boxes.numbers), anchors: try Boxes<Double>(anchors.numbers)
    ).numbers
    for (found, wanted) in zip(single, exact) { #expect(abs(found - wanted) <= 2 * abs(wanted) * 0x1p-23) }
  }

  @Test func sizes_ArePositive() throws {
    let (good, flat) = (try Boxes<Double>([0, 0, 2, 2]), try Boxes<Double>([0, 0, 1, 1, 3, 3, 3, 5]))
    let two = try Boxes<Double>([0, 0, 2, 2, 0, 0, 2, 2])
    #expect(
      detectionError { try BoxCoder<Double>().encode(flat, anchors: two) }
        == .number(.boxes, .positiveBox, position: 4, value: 0))
    #expect(
      detectionError { try BoxCoder<Double>().encode(two, anchors: flat) }
        == .number(.anchors, .positiveBox, position: 4, value: 0))
    #expect(
      detectionError { try BoxCoder<Double>().encode(good, anchors: two) }
        == .shape(.anchors, .toFit(.boxes, Shape(boxes: 1)), found: Shape(boxes: 2)))
  }
}
