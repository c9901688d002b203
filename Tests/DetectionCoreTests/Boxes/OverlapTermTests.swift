import RealModule
import Testing

@testable import DetectionCore

/// Boxes without a width or a height, and boxes whose squares float32 cannot hold.
@Suite struct OverlapTermTests {
  private static let kinds: [OverlapKind] = OverlapKind.allCases

  // MARK: boxes without a length

  /// A box without width, without height or without both: in the target, on its border, in its corner, beside it; and larger
  /// than it across.
  private static let flat: [[Double]] = {
    var boxes: [[Double]] = []
    for x in [0.5, 1, 1.75, 3, 4] {
      for (low, high) in [(0.5, 1.0), (1, 3), (1.5, 2.5), (2.5, 4), (0, 5)] {
        boxes.append([x, low, x, high])
        boxes.append([low, x, high, x])
      }
      boxes.append([x, 2, x, 2])
    }
    return boxes
  }()
  private static let target: [Double] = [1, 1, 3, 3]

  /// α of CIoU is a number; of a box that covers nothing it is v/(1 + v).
  private static func value(_ kind: OverlapKind, _ numbers: [Double], _ format: BoxFormat, alpha: Double?) throws
    -> Double
  {
    let (boxes, targets) = (try Boxes<Double>(numbers, format), try Boxes<Double>(target).converted(to: format))
    guard kind == .ciou, let alpha else {
      return try OverlapLoss(kind).unreduced(boxes, targets).loss.values[0]
    }
    return try OverlapLoss(.diou).unreduced(boxes, targets).loss.values[0] + alpha * (try aspect(boxes))
  }

  /// v against a square; a width of 0 counts as the ratio 0.
  private static func aspect(_ boxes: Boxes<Double>) throws -> Double {
    let box = boxes.box(0)
    let angle = Double.pi / 4 - (box.x.size == 0 ? 0 : Double.atan2(y: box.x.size, x: box.y.size))
    return 4 / (Double.pi * Double.pi) * angle * angle
  }

  /// Such a box can only grow: the derivative by what makes it grow is the one-sided one.
  @Test(arguments: kinds, BoxFormat.allCases)
  func boxWithoutLength_HasTheSlopeOfGrowing(_ kind: OverlapKind, _ format: BoxFormat) throws {
    for box in Self.flat {
      let boxes = try Boxes<Double>(box).converted(to: format)
      let targets = try Boxes<Double>(Self.target).converted(to: format)
      let slopes = try OverlapLoss(kind).unreduced(boxes, targets).loss.slopes
      let single = try OverlapLoss(kind).unreduced(
        try Boxes<Float>(boxes.numbers, format), try Boxes<Float>(targets.numbers, format)
      ).loss.slopes
      #expect(zip(single, slopes).allSatisfy { abs(Double($0) - $1) <= 1e-5 * max(abs($1), 1) }, "\(box)")
      let v = try Self.aspect(boxes)
      for (axis, column) in [(0, format.xColumn), (1, format.yColumn)] where box[axis] == box[axis + 2] {
        // A point's ratio is not continuous, and |Δc| has no derivative at 0.
        let isPoint = box[0] == box[2] && box[1] == box[3]
        if isPoint && (kind == .ciou || kind == .siou) { continue }
        for (position, step) in [(column, -1e-7), (column + 2, 1e-7)] {
          // A place is no size: it is moved elsewhere.
          if format != .xyxy && step < 0 { continue }
          var grown = boxes.numbers
          grown[position] += step
          let alpha = v / (1 + v)
          let change =
            try Self.value(kind, grown, format, alpha: alpha) - Self.value(kind, boxes.numbers, format, alpha: alpha)
          #expect(abs(change / step - slopes[position]) <= 2e-6, "\(box) \(position)")
        }
      }
    }
  }

  /// In a quarter of the unit a box of no width gains 4 by width: I = w/4, U = 1/16.
  @Test func boxWithoutWidth_ByHand() throws {
    for (box, column) in [([0.5, 0.5, 0, 0.25], 2), ([0.5, 0.5, 0.25, 0], 3)] as [([Double], Int)] {
      for kind in [OverlapKind.iou, .diou, .giou] {
        let boxes = try Boxes<Double>(box, .cxcywh)
        let loss = try OverlapLoss(kind).unreduced(boxes, try Boxes([0.5, 0.5, 0.25, 0.25], .cxcywh)).loss
        #expect(loss.values[0] == 1)
        #expect(loss.slopes == (0..<4).map { $0 == column ? -4 : 0 })
      }
    }
  }

  // MARK: extremes

  /// Lengths of which float32 holds no square, subnormal ones, and all in between.
  private static let lengths: [Double] = [
    0, 1e-43, 1e-40, 1e-36, 1e-32, 1e-28, 1e-22, 1e-16, 1e-10, 1, 10, 1e10, 1e19, 1e24, 1e30, 1e34, 1e37,
  ]

  @Test(arguments: kinds, [BoxFormat.xyxy, .cxcywh])
  func extremeSizes_AreThoseOfFloat64(_ kind: OverlapKind, _ format: BoxFormat) throws {
    var (boxes, targets): ([Double], [Double]) = ([], [])
    for (i, width) in Self.lengths.enumerated() {
      for (j, height) in Self.lengths.enumerated() {
        for (k, targetWidth) in Self.lengths.enumerated() {
          let targetHeight = Self.lengths[(i + j + k) % Self.lengths.count]
          let shift = [0, 0.25 * targetWidth, targetWidth + width][(i + k) % 3]
          // float32 holds no more: a side 10¹⁸ times as long as another has an area of 10³⁶ of its.
          let sides = [width, height, targetWidth, targetHeight].filter { $0 > 0 }
          guard (sides.max() ?? 1) <= 1e18 * (sides.min() ?? 1) else { continue }
          boxes += [shift, 0, width, height]
          targets += [0, 0, targetWidth, targetHeight]
        }
      }
    }
    let found = try Boxes<Float>(boxes, .cxcywh).converted(to: format)
    let foundTargets = try Boxes<Float>(targets, .cxcywh).converted(to: format)
    let loss = try OverlapLoss(kind).unreduced(found, foundTargets)
    let exact = try OverlapLoss(kind).unreduced(
      try Boxes<Double>(found.numbers, format), try Boxes<Double>(foundTargets.numbers, format))
    var worst = (value: Worst(), iou: Worst(), slope: Worst())
    for row in 0..<found.count {
      worst.value.note(abs(Double(loss.loss.values[row]) - exact.loss.values[row]), row)
      worst.iou.note(abs(Double(loss.iou[row]) - exact.iou[row]), row)
      // Per axis: against the larger derivative, and what a length of the boxes' own size makes of the loss.
      let (box, target) = (found.box(row), foundTargets.box(row))
      for (axis, interval) in [(format.xColumn, (box.x, target.x)), (format.yColumn, (box.y, target.y))] {
        let positions = [4 * row + axis, 4 * row + axis + 2]
        let largest = positions.map { abs(exact.loss.slopes[$0]) }.max() ?? 0
        let size = Double(max(interval.0.size, interval.1.size))
        guard largest < 1e37 else { continue }
        for position in positions {
          let error = abs(Double(loss.loss.slopes[position]) - exact.loss.slopes[position])
          // What is subnormal has fewer digits.
          if !(error <= 1e-43) { worst.slope.note(error / max(largest, 1 / size), row) }
        }
      }
    }
    func pair(_ row: Int) -> String {
      let rows = [found, foundTargets].map { $0.numbers[4 * row..<4 * row + 4].description }
      return "\(rows) \(loss.loss.slopes[4 * row..<4 * row + 4]) \(exact.loss.slopes[4 * row..<4 * row + 4])"
    }
    #expect(worst.value.error <= 2e-6, "\(pair(worst.value.row))")
    #expect(worst.iou.error <= 1e-6, "\(pair(worst.iou.row))")
    #expect(worst.slope.error <= 1e-5, "\(pair(worst.slope.row))")
  }
}

/// The largest error, and where it is; NaN is the largest.
private struct Worst {
  var error = 0.0
  var row = 0

  mutating func note(_ error: Double, _ row: Int) {
    if !(error <= self.error) { self = Worst(error: error.isNaN ? .infinity : error, row: row) }
  }
}
