import Testing

@testable import DetectionCore

@Suite struct KeptBoxesTests {
  /// What the kept boxes say, and what a plain comparison with all of them says, box by box.
  private static func check<S: Scalar>(_ boxes: [CornerBox<S>], _ thresholds: [S], needsGrid: Bool = true) {
    let grid = BoxGrid(boxes)
    #expect((grid != nil) == needsGrid)
    for threshold in thresholds {
      let rule = OverlapRule(measure: .iou, threshold: threshold, comparator: .greater)
      var kept = KeptBoxes(rule: rule, grid: grid, named: true)
      var plain: [CornerBox<S>] = []
      var disagreements = 0
      for box in boxes {
        let first = plain.firstIndex { $0.iou(box) > threshold }
        if kept.suppress(box) != (first != nil) { disagreements += 1 }
        let suppressor = kept.suppressor(of: box)
        if suppressor?.position != first || suppressor?.overlap != first.map({ plain[$0].iou(box) }) {
          disagreements += 1
        }
        if first == nil {
          kept.insert(box, at: plain.count)
          plain.append(box)
        }
      }
      #expect(disagreements == 0)
    }
  }

  private static func boxes<S: Scalar>(_ numbers: [Double], scale: Double = 1) -> [CornerBox<S>] {
    stride(from: 0, to: numbers.count, by: 4).map { start in
      let row = numbers[start..<start + 4].map { S($0 * scale) }
      return CornerBox(x1: row[0], y1: row[1], x2: row[2], y2: row[3])
    }
  }

  /// Boxes of very different sizes, points, lines and duplicates.
  private static func numbers(_ count: Int, at offset: Double = 0) -> [Double] {
    var generator = SeededGenerator(100)
    var numbers = generator.clusters(count / 2, centers: 12, at: offset)
    for _ in 0..<count / 4 {
      let (x, y) = (generator.uniform(0...2000) + offset, generator.uniform(0...2000) + offset)
      let size = Double.exp2(generator.uniform(-3...10))
      numbers += [x, y, x + size, y + size * generator.uniform(0.2...3)]
    }
    for _ in 0..<count / 16 {
      let x = Double(generator.integer(0..<20)) * 50
      let (point, line): ([Double], [Double]) = ([x, x, x, x], [0, x, 900, x])
      numbers += (point + line).map { $0 + offset }
    }
    return numbers + numbers.prefix(count / 8 * 4)
  }

  @Test func grid_IsThePlainComparison() {
    Self.check(Self.boxes(Self.numbers(480)) as [CornerBox<Double>], [0, 0.3, 0.5, 1])
    Self.check(Self.boxes(Self.numbers(480)) as [CornerBox<Float>], [0, 0.3, 0.5, 1])
  }

  @Test func hugeCoordinates_AreThePlainComparison() {
    Self.check(Self.boxes(Self.numbers(480, at: 1e7)) as [CornerBox<Float>], [0, 0.5])
    Self.check(Self.boxes(Self.numbers(480, at: -1e7)) as [CornerBox<Double>], [0, 0.5])
  }

  /// Areas that overflow or vanish in float32.
  @Test func extremeAreas_AreThePlainComparison() {
    Self.check(Self.boxes(Self.numbers(480), scale: 0x1p70) as [CornerBox<Float>], [0, 0.5])
    Self.check(Self.boxes(Self.numbers(480), scale: 0x1p-75) as [CornerBox<Float>], [0, 0.5])
    // Around the smallest normal area, 2⁻¹²⁶.
    Self.check(Self.boxes(Self.numbers(480), scale: 0x1p-66) as [CornerBox<Float>], [0, 0.5])
  }

  @Test func boxesThatNeedNoGrid_AreThePlainComparison() {
    // Few, all the same, and a column of lines: no cell has a size.
    Self.check(Self.boxes(Self.numbers(100)) as [CornerBox<Double>], [0, 0.5], needsGrid: false)
    let same: [Double] = (0..<300).flatMap { _ -> [Double] in [0, 1, 2, 3] }
    Self.check(Self.boxes(same) as [CornerBox<Double>], [0.5, 1], needsGrid: false)
    let lines: [Double] = (0..<300).flatMap { y -> [Double] in [5, Double(y), 5, Double(y + 2)] }
    Self.check(Self.boxes(lines) as [CornerBox<Double>], [0.5], needsGrid: false)
  }
}
