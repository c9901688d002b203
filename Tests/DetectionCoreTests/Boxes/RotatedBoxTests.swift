import RealModule
import Testing

@testable import DetectionCore

@Suite struct RotatedBoxTests {
  private static func iou<S: Scalar>(_ a: [Double], _ b: [Double], _: S.Type = S.self) throws -> Double {
    let (a, b) = (try RotatedBoxes<S>(try Tensor(a, 1, 5)), try RotatedBoxes<S>(try Tensor(b, 1, 5)))
    return Double(try pairwiseIoU(a, b)[0])
  }

  /// The other way to intersect convex polygons: corners inside the other one and crossings of edges, sorted around their
  /// middle.
  private static func reference(_ a: [Double], _ b: [Double]) -> Double {
    let (p, q) = (corners(a), corners(b))
    var points = p.filter { isInside($0, q) } + q.filter { isInside($0, p) }
    for i in 0..<4 {
      for j in 0..<4 {
        if let point = crossing(p[i], p[(i + 1) % 4], q[j], q[(j + 1) % 4]) { points.append(point) }
      }
    }
    guard points.count > 2 else { return 0 }
    let (x, y) = (
      points.map(\.x).reduce(0, +) / Double(points.count), points.map(\.y).reduce(0, +) / Double(points.count)
    )
    points.sort { Double.atan2(y: $0.y - y, x: $0.x - x) < Double.atan2(y: $1.y - y, x: $1.x - x) }
    var twice = 0.0
    for i in points.indices {
      let (u, v) = (points[i], points[(i + 1) % points.count])
      twice += (u.x - x) * (v.y - y) - (v.x - x) * (u.y - y)
    }
    let intersection = twice / 2
    return intersection / (a[2] * a[3] + b[2] * b[3] - intersection)
  }

  private typealias Point = (x: Double, y: Double)

  private static func corners(_ box: [Double]) -> [Point] {
    let (cos, sin) = (Double.cos(box[4]), Double.sin(box[4]))
    return [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { (u, v) in
      (box[0] + u * box[2] * cos - v * box[3] * sin, box[1] + u * box[2] * sin + v * box[3] * cos)
    }
  }

  private static func side(_ p: Point, _ a: Point, _ b: Point) -> Double {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
  }

  private static func isInside(_ p: Point, _ polygon: [Point]) -> Bool {
    (0..<4).allSatisfy { side(p, polygon[$0], polygon[($0 + 1) % 4]) >= 0 }
  }

  private static func crossing(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Point? {
    let (s, t) = (side(a, c, d), side(b, c, d))
    guard (s < 0) != (t < 0), (side(c, a, b) < 0) != (side(d, a, b) < 0) else { return nil }
    let share = s / (s - t)
    return (a.x + share * (b.x - a.x), a.y + share * (b.y - a.y))
  }

  private static func pair(_ generator: inout SeededGenerator) -> ([Double], [Double]) {
    func box() -> [Double] {
      generator.numbers(2, in: 0...10) + generator.numbers(2, in: 0.5...12) + generator.numbers(1, in: -7...7)
    }
    return (box(), box())
  }

  /// Measured over 20,000 such pairs: 4e-16 off 50 digits (the reference: as much again), in float32 3.7e-7.
  @Test func iou_IsTheOtherWaysToo() throws {
    var generator = SeededGenerator(180)
    for _ in 0..<400 {
      let (a, b) = Self.pair(&generator)
      let expected = Self.reference(a, b)
      #expect(abs(try Self.iou(a, b, Double.self) - expected) <= 2e-15, "\(a) \(b)")
      #expect(abs(try Self.iou(a, b, Float.self) - expected) <= 1e-6, "\(a) \(b)")
    }
  }

  /// Coordinates up to 65 are rounded by 7e-15, against sides from 0.5 on: measured 3e-15.
  @Test func rotationAndTranslation_ChangeLittle() throws {
    var generator = SeededGenerator(181)
    for _ in 0..<100 {
      let (a, b) = Self.pair(&generator)
      let (turn, dx, dy) = (generator.uniform(-3...3), generator.uniform(-50...50), generator.uniform(-50...50))
      func moved(_ box: [Double]) -> [Double] {
        let (cos, sin) = (Double.cos(turn), Double.sin(turn))
        return [box[0] * cos - box[1] * sin + dx, box[0] * sin + box[1] * cos + dy, box[2], box[3], box[4] + turn]
      }
      let plain = try Self.iou(a, b, Double.self)
      #expect(abs(try Self.iou(moved(a), moved(b), Double.self) - plain) <= 1e-14)
      #expect(abs(try Self.iou(b, a, Double.self) - plain) <= 2e-15)
    }
  }

  /// Of coordinates that are exact far off as well: nothing but the differences counts.
  @Test func distance_CostsNoDigit() throws {
    var generator = SeededGenerator(185)
    for _ in 0..<100 {
      var (a, b) = Self.pair(&generator)
      for axis in 0..<2 {
        a[axis] = (a[axis] * 1024).rounded() / 1024
        b[axis] = (b[axis] * 1024).rounded() / 1024
      }
      let plain = try Self.iou(a, b, Double.self)
      for axis in 0..<2 {
        a[axis] += 0x1p30
        b[axis] += 0x1p30
      }
      #expect(try Self.iou(a, b, Double.self) == plain)
    }
  }

  @Test func smallCases_ByHand() throws {
    // A square and itself turned by 45°: a regular octagon, 2(√2 − 1) of each.
    #expect(abs(try Self.iou([0, 0, 1, 1, 0], [0, 0, 1, 1, .pi / 4], Double.self) - 0.5.squareRoot()) <= 1e-15)
    // Angles turn x towards y: a long box at 45° covers (3, 3), not (3, −3).
    #expect(try Self.iou([0, 0, 10, 1, .pi / 4], [3, 3, 1, 1, 0], Double.self) > 0.05)
    #expect(try Self.iou([0, 0, 10, 1, .pi / 4], [3, -3, 1, 1, 0], Double.self) == 0)
    // Contained; a shared side; a touching side.
    #expect(try Self.iou([0, 0, 4, 4, 0.3], [0, 0, 2, 2, 0.3], Double.self) == 0.25)
    #expect(try Self.iou([0, 0, 4, 4, 0], [1, 0, 2, 4, 0], Double.self) == 0.5)
    #expect(try Self.iou([0, 0, 4, 4, 0], [4, 0, 4, 4, 0], Double.self) == 0)
    #expect(abs(try Self.iou([1, 2, 6, 3, 0.2], [1, 2, 3, 6, 0.2 + .pi / 2], Double.self) - 1) <= 1e-15)
  }

  @Test func sameBox_IsOne() throws {
    var generator = SeededGenerator(182)
    for _ in 0..<100 {
      let (a, _) = Self.pair(&generator)
      #expect(try Self.iou(a, a, Double.self) == 1)
      #expect(try Self.iou(a, a, Float.self) == 1)
    }
    for box in [[1e300, -1e300, 1e300, 1e-5, 1], [1, 2, 0, 0, 0.5], [1, 2, 0, 7, 0.5], [0, 0, 1e-200, 1e-200, 2.0]] {
      #expect(try Self.iou(box, box, Double.self) == 1)
    }
    #expect(try Self.iou([1, 2, 0, 0, 0], [1, 3, 0, 0, 0], Double.self) == 0)
    #expect(try Self.iou([1e308, 0, 1, 1, 0], [-1e308, 0, 1, 1, 0], Double.self) == 0)
  }

  /// Corners that rounding puts to either side of an edge by turns, so that a clipped rectangle has more than eight.
  @Test func edgesOnEdges_StayInRange() throws {
    var generator = SeededGenerator(186)
    let (sides, angles) = ([0, 1e-30, 1e-16, 1e-8, 1, 3], [0, 1e-17, 1e-9, Double.pi / 4, Double.pi / 2, 3])
    for _ in 0..<4000 {
      func pick(_ numbers: [Double]) -> Double { numbers[generator.integer(0..<numbers.count)] }
      let (w, h) = (pick(sides), pick(sides))
      let steps = (Double(generator.integer(-3..<4)), Double(generator.integer(-3..<4)))
      let a = [0, 0, w, h, pick(angles)]
      let b = [w / 2 + steps.0 * (w / 2).ulp, h / 2 + steps.1 * (h / 2).ulp, pick(sides), pick(sides), pick(angles)]
      for iou in [try Self.iou(a, b, Double.self), try Self.iou(b, a, Double.self), try Self.iou(a, b, Float.self)] {
        #expect((0...1).contains(iou), "\(a) \(b)")
      }
    }
  }

  @Test func withoutAngle_IsThePlainIoU() throws {
    var generator = SeededGenerator(183)
    for _ in 0..<100 {
      let (a, b) = Self.pair(&generator)
      let plain = try pairwiseIoU(
        Boxes<Double>(Array(a.prefix(4)), .cxcywh), Boxes<Double>(Array(b.prefix(4)), .cxcywh))[0]
      #expect(abs(try Self.iou(Array(a.prefix(4)) + [0], Array(b.prefix(4)) + [0], Double.self) - plain) <= 2e-15)
    }
  }

  @Test func suppression_FollowsItsDefinition() throws {
    var generator = SeededGenerator(184)
    let rows = (0..<60).flatMap { _ in Self.pair(&generator).0 }
    let (boxes, scores) = (
      try RotatedBoxes<Double>(try Tensor(rows, 60, 5)), (0..<60).map { _ in Double(generator.integer(0..<9)) }
    )
    let labels = (0..<60).map { _ in generator.integer(0..<2) }
    let ious = try pairwiseIoU(boxes, boxes)
    var kept: [Int] = []
    for index in (0..<60).sorted(by: { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }) {
      if !kept.contains(where: { labels[$0] == labels[index] && ious[$0 * 60 + index] > 0.3 }) { kept.append(index) }
    }
    let found = try Suppression<Double>(iouThreshold: .one(0.3)).evaluate(
      boxes, scores: Tensor(scores), labels: Tensor(labels), explanationLimit: .max)
    #expect(found.indices == kept)
    #expect(found.explanation?.suppressed.indices.count == 60 - kept.count)
    #expect(throws: DetectionError.self) {
      try Suppression<Double>(.matrix).evaluate(boxes, scores: Tensor(scores))
    }
  }
}
