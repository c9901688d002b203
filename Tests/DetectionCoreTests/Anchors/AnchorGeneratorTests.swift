import DetectionCore
import Testing

@Suite struct AnchorGeneratorTests {
  private static func level(
    _ height: Int = 1, _ width: Int = 1, strideY: Double = 8, strideX: Double = 8, sizes: [Double],
    ratios: [Double] = [1], _ generator: AnchorGenerator = AnchorGenerator()
  ) -> AnchorLevel {
    AnchorLevel(
      height: height, width: width, strideY: strideY, strideX: strideX, sizes: sizes, aspectRatios: ratios, generator)
  }

  private static func rows(_ boxes: Boxes<Double>) -> [[Double]] {
    (0..<boxes.count).map { boxes.tensor.row($0).elements }
  }

  @Test func cells_AreLaidRowByRow() throws {
    let anchors: Boxes<Double> = try [Self.level(2, 3, strideY: 16, strideX: 10, sizes: [4])].anchors()
    // Centres (column · 10, row · 16), ±2.
    #expect(
      Self.rows(anchors) == [
        [-2, -2, 2, 2], [8, -2, 12, 2], [18, -2, 22, 2], [-2, 14, 2, 18], [8, 14, 12, 18], [18, 14, 22, 18],
      ])
  }

  @Test func ratio_IsHeightOverWidth() throws {
    let anchors: Boxes<Double> = try [Self.level(sizes: [8], ratios: [4, 0.25])].anchors()
    // √4 = 2: width 8/2 = 4, height 8 · 2 = 16; the area stays 64.
    #expect(Self.rows(anchors) == [[-2, -8, 2, 8], [-8, -2, 8, 2]])
  }

  @Test func orders_Differ() throws {
    func anchors(_ order: AnchorGenerator.Order) throws -> Boxes<Double> {
      try [Self.level(sizes: [4, 8], ratios: [1, 4], AnchorGenerator(order: order))].anchors()
    }
    let bySize = try anchors(.sizeMajor)
    #expect(Self.rows(bySize) == [[-2, -2, 2, 2], [-1, -4, 1, 4], [-4, -4, 4, 4], [-2, -8, 2, 8]])
    let byRatio = try anchors(.ratioMajor)
    #expect(Self.rows(byRatio) == [[-2, -2, 2, 2], [-4, -4, 4, 4], [-1, -4, 1, 4], [-2, -8, 2, 8]])
  }

  @Test func rounding_IsHalfToEven() throws {
    let anchors: Boxes<Double> = try [
      Self.level(sizes: [1, 3, 5, 7, 6.8], AnchorGenerator(isRounded: true))
    ].anchors()
    // ½ → 0, 1½ → 2, 2½ → 2, 3½ → 4, 3.4 → 3
    #expect(Self.rows(anchors).map { $0[2] } == [0, 2, 2, 4, 3])
    #expect(Self.rows(anchors).map { $0[0] } == [0, -2, -2, -4, -3])
  }

  /// The corners around the origin are rounded, not those in the image.
  @Test func rounding_IsBeforeTheShift() throws {
    let anchors: Boxes<Double> = try [
      Self.level(1, 2, strideX: 2.5, sizes: [4], AnchorGenerator(isRounded: true))
    ].anchors()
    #expect(Self.rows(anchors)[1] == [0.5, -2, 4.5, 2])
  }

  @Test func levels_FollowEachOther() throws {
    let anchors: Boxes<Double> = try [
      Self.level(1, 2, sizes: [2]), Self.level(0, 5, sizes: [4]), Self.level(sizes: [6]),
    ].anchors()
    #expect(Self.rows(anchors) == [[-1, -1, 1, 1], [7, -1, 9, 1], [-3, -3, 3, 3]])
  }

  @Test func float32_RoundsWhatFloat64Computed() throws {
    let level = Self.level(3, 3, strideY: 0.1, strideX: 1.0 / 3, sizes: [20.15873679831797], ratios: [0.5])
    let single: Boxes<Float> = try [level].anchors()
    // Base corner and shift are rounded to float32 once each, then added in float32, as torchvision does.
    let halfWidth = 20.15873679831797 / Double(0.5).squareRoot() / 2
    let x = Float(2 * (1.0 / 3))
    #expect(single.tensor.row(2).elements[0] == Float(-halfWidth) + x)
    #expect(single.tensor.row(2).elements[2] == Float(halfWidth) + x)
  }

  @Test func nothing_IsEmpty() throws {
    let none: Boxes<Double> = try [AnchorLevel]().anchors()
    #expect(none.count == 0)
    #expect(try [Self.level(4, 5, sizes: [], ratios: [1])].grid().rows == 0)
  }

  @Test func limit_IsOfNumbers() throws {
    let level = Self.level(2, 2, sizes: [1])
    #expect(try [level].grid(limit: 16).rows == 4)
    #expect(
      detectionError { try [level].grid(limit: 15) } == .answerTooLarge(elements: 16, limit: 15))
  }

  @Test func overflow_IsAnError() {
    let huge = Self.level(1 << 40, 1 << 40, sizes: [1])
    #expect(
      detectionError { try [huge].grid() } == .answerTooLarge(elements: .max, limit: .max))
    // Each fits an Int, their sum does not.
    let large = Self.level(1 << 30, 1 << 32, sizes: [1])
    #expect(
      detectionError { try [large, large].grid() } == .answerTooLarge(elements: .max, limit: .max))
    let negative = Self.level(-1, 1, sizes: [1])
    #expect(detectionError { try [negative].grid() } != nil)
    #expect(
      detectionError { () throws -> Boxes<Float> in try [huge].anchors(limit: 1000) }
        == .answerTooLarge(elements: .max, limit: 1000))
  }
}
