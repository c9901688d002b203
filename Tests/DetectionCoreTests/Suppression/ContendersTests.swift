import RealModule
import Testing

@testable import DetectionCore

@Suite struct ContendersTests {
  /// What the contenders say, and what a plain comparison of each box with all that stay says.
  private static func check<S: Scalar>(_ boxes: [CornerBox<S>], _ rules: [OverlapRule<S>], needsGrid: Bool = true) {
    boxes.withUnsafeBufferPointer { ranked in
      #expect((CenterGrid(boxes.count, BoxBounds(ranked), OverlapReach(rules[0])) != nil) == needsGrid)
    }
    for rule in rules {
      let expected = plainSuppressors(boxes, rule)
      #expect(suppressors(boxes, rule, isNamed: true) == expected)
      #expect(suppressors(boxes, rule, isNamed: false).map { $0 == nil } == expected.map { $0 == nil })
    }
  }

  private struct Suppressor<S: Scalar>: Equatable {
    let rank: Int
    let overlap: S
  }

  /// For every box the one that suppresses it; unnamed −1.
  private static func suppressors<S: Scalar>(_ boxes: [CornerBox<S>], _ rule: OverlapRule<S>, isNamed: Bool)
    -> [Suppressor<S>?]
  {
    var found = [Suppressor<S>?](repeating: Suppressor(rank: -1, overlap: 0), count: boxes.count)
    boxes.withUnsafeBufferPointer { ranked in
      var left = Contenders(ranked, rule: rule, isNamed: isNamed)
      for rank in boxes.indices where left.contains(rank) {
        found[rank] = nil
        left.take(rank) { found[$0] = Suppressor(rank: rank, overlap: $1) }
      }
    }
    return found
  }

  /// The first box, of those that stay, that overlaps each too much.
  private static func plainSuppressors<S: Scalar>(_ boxes: [CornerBox<S>], _ rule: OverlapRule<S>) -> [Suppressor<S>?] {
    var kept: [Int] = []
    return boxes.indices.map { rank in
      for best in kept {
        let overlap = boxes[best].overlap(boxes[rank], by: rule.measure)
        if rule.isTooMuch(overlap) { return Suppressor(rank: best, overlap: overlap) }
      }
      kept.append(rank)
      return nil
    }
  }

  private static func rules<S: Scalar>(
    _ thresholds: [S], _ measure: OverlapMeasure = .iou, _ comparator: OverlapComparator = .greater
  ) -> [OverlapRule<S>] {
    thresholds.map { OverlapRule(measure: measure, threshold: $0, comparator: comparator) }
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
    Self.check(Self.boxes(Self.numbers(480)) as [CornerBox<Double>], Self.rules([0, 0.01, 0.3, 0.5, 0.9, 1]))
    Self.check(Self.boxes(Self.numbers(480)) as [CornerBox<Float>], Self.rules([0, 1e-30, 0.01, 0.3, 0.5, 0.9, 1]))
  }

  @Test func otherRules_AreThePlainComparison() {
    let boxes: [CornerBox<Float>] = Self.boxes(Self.numbers(480))
    Self.check(boxes, Self.rules([0.01, 0.5, 1], .iou, .greaterOrEqual))
    Self.check(boxes, Self.rules([0, 0.5, 0.9], .ios))
    Self.check(boxes, Self.rules([0, 0.3, 0.7], .diou))
    // Boxes that do not touch forbid each other.
    Self.check(boxes, Self.rules([0], .iou, .greaterOrEqual), needsGrid: false)
    Self.check(boxes, Self.rules([-0.5], .diou), needsGrid: false)
  }

  /// So many that those that are gone are left out, several times.
  @Test func crowds_AreThePlainComparison() {
    var generator = SeededGenerator(7)
    let numbers = (0..<3000).flatMap { _ -> [Double] in
      let (x, y) = (generator.uniform(0...60), generator.uniform(0...60))
      return [x, y, x + generator.uniform(0...80), y + generator.uniform(0...80)]
    }
    Self.check(Self.boxes(numbers) as [CornerBox<Float>], Self.rules([0.3, 0.6]))
    Self.check(Self.boxes(numbers) as [CornerBox<Double>], Self.rules([0.5]))
  }

  @Test func hugeCoordinates_AreThePlainComparison() {
    Self.check(Self.boxes(Self.numbers(480, at: 1e7)) as [CornerBox<Float>], Self.rules([0, 0.5]))
    Self.check(Self.boxes(Self.numbers(480, at: -1e7)) as [CornerBox<Double>], Self.rules([0, 0.5]))
  }

  /// Areas that overflow or vanish in float32.
  @Test func extremeAreas_AreThePlainComparison() {
    Self.check(Self.boxes(Self.numbers(480), scale: 0x1p70) as [CornerBox<Float>], Self.rules([0, 0.5]))
    Self.check(Self.boxes(Self.numbers(480), scale: 0x1p-75) as [CornerBox<Float>], Self.rules([0, 0.5]))
    // Around the smallest normal area, 2⁻¹²⁶.
    Self.check(Self.boxes(Self.numbers(480), scale: 0x1p-66) as [CornerBox<Float>], Self.rules([0, 0.5]))
  }

  @Test func boxesThatNeedNoGrid_AreThePlainComparison() {
    // Few, all the same, and a column of lines: no cell has a size.
    Self.check(Self.boxes(Self.numbers(60)) as [CornerBox<Double>], Self.rules([0, 0.5]), needsGrid: false)
    let same: [Double] = (0..<300).flatMap { _ -> [Double] in [0, 1, 2, 3] }
    Self.check(Self.boxes(same) as [CornerBox<Double>], Self.rules([0.5, 1]), needsGrid: false)
    let lines: [Double] = (0..<300).flatMap { y -> [Double] in [5, Double(y), 5, Double(y + 2)] }
    Self.check(Self.boxes(lines) as [CornerBox<Double>], Self.rules([0.5]), needsGrid: false)
  }
}
