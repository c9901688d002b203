import Testing

@testable import DetectionCore

@Suite struct CornerBoxTests {
  private static func iou<S: Scalar>(_ a: [S], _ b: [S]) -> S {
    CornerBox(x1: a[0], y1: a[1], x2: a[2], y2: a[3]).iou(CornerBox(x1: b[0], y1: b[1], x2: b[2], y2: b[3]))
  }

  @Test func arithmetic_IsTorchvisions() {
    var generator = SeededGenerator(44)
    for _ in 0..<200 {
      let a = generator.box(within: 50, sizes: 1...60).map { Float($0) }
      let b = generator.box(within: 50, sizes: 1...60).map { Float($0) }
      let (areaA, areaB) = ((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
      let (width, height) = (max(min(a[2], b[2]) - max(a[0], b[0]), 0), max(min(a[3], b[3]) - max(a[1], b[1]), 0))
      #expect(Self.iou(a, b) == width * height / (areaA + areaB - width * height))
    }
  }

  @Test func zeroArea_IsOneOnlyForTheSameBox() {
    #expect(Self.iou([1, 1, 1, 1], [1, 1, 1, 1] as [Double]) == 1)
    #expect(Self.iou([1, 1, 1, 1], [2, 1, 2, 1] as [Double]) == 0)
    #expect(Self.iou([0, 0, 4, 0], [1, 0, 4, 0] as [Double]) == 0)
    #expect(Self.iou([0, 0, 4, 4], [1, 1, 1, 1] as [Double]) == 0)
  }

  /// Areas of 1e40 are no float32, areas of 1e-50 neither: ∞/∞ and 0/0 would be NaN.
  @Test func extremeAreas_StillHaveAnIoU() {
    for scale in [0x1p80, 0x1p-80] as [Float] {
      let (a, b) = ([0, 0, 2, 2].map { $0 * scale }, [0, 1, 2, 3].map { $0 * scale })
      // 2/6
      let third: Float = 1 / 3
      #expect(Self.iou(a, b) == third)
      #expect(Self.iou(a, a) == 1)
    }
  }
}
