import RealModule

/// The intersection of a rotated box with its target, and how it changes with the box.
struct RotatedOverlap {
  private let pair: RotatedPair
  private let intersection: Double
  private let union: Double
  /// |B| + |B*| − 2 |B ∩ B*|.
  private let difference: Double

  init(_ pair: RotatedPair) {
    self.pair = pair
    let (area, targetArea) = (pair.width * pair.height, pair.targetWidth * pair.targetHeight)
    var polygon = ConvexPolygon<Double>(
      center: Point(x: -pair.along, y: -pair.across), width: pair.targetWidth, height: pair.targetHeight,
      angle: -Double.atan2(y: pair.turnSine, x: pair.turnCosine))
    polygon.clip(to: pair.width / 2, pair.height / 2)
    intersection = min(polygon.area, min(area, targetArea))
    union = area + (targetArea - intersection)
    let isUpright = pair.turnSine == 0 && pair.turnCosine == 1 && intersection > 0
    difference = isUpright ? Self.upright(pair) : max(area - intersection + (targetArea - intersection), 0)
  }

  /// What sticks out of boxes of one angle, of differences of what was given, so that nearly the same boxes keep their digits.
  private static func upright(_ pair: RotatedPair) -> Double {
    let x = Side(offset: pair.along, size: pair.width, target: pair.targetWidth)
    let y = Side(offset: pair.across, size: pair.height, target: pair.targetHeight)
    return x.excess * pair.height + x.overlap * y.excess + x.targetExcess * pair.targetHeight + x.overlap
      * y.targetExcess
  }

  /// One axis of two boxes that overlap.
  private struct Side {
    let excess: Double
    let targetExcess: Double
    let overlap: Double

    init(offset: Double, size: Double, target: Double) {
      let growth = (size - target) / 2
      let (low, high) = (offset - growth, offset + growth)
      excess = max(-low, 0) + max(high, 0)
      targetExcess = max(low, 0) + max(-high, 0)
      overlap = size - excess
    }
  }

  /// 1 − IoU.
  var distance: RotatedTerm {
    guard union >= .leastNormalMagnitude else { return RotatedTerm(value: pair.isSame ? 0 : 1) }
    guard !pair.isSame else { return slopes.chained(0, -1) }
    return slopes.chained(difference / union, -1)
  }

  /// −log IoU.
  var logarithm: RotatedTerm {
    let hasUnion = union >= .leastNormalMagnitude
    let iou = hasUnion ? intersection / union : pair.isSame ? 1 : 0
    guard iou >= .leastNormalMagnitude else { return RotatedTerm(value: -Double.log(.leastNormalMagnitude)) }
    guard hasUnion else { return RotatedTerm(value: 0) }
    // Near 1 by what is missing of it.
    let share = pair.isSame ? 0 : difference / union
    return slopes.chained(share < 0.5 ? -Double.log(onePlus: -share) : -Double.log(iou), -1 / iou)
  }

  /// ∂IoU = (∂I (U + I) − I ∂|B|)/U², along the box's axes.
  private var slopes: RotatedTerm {
    let (p, q) = (pair.width / 2, pair.height / 2)
    let (right, left) = (side(at: p, length: q), side(at: -p, length: q))
    let (bottom, top) = (level(at: q, length: p), level(at: -q, length: p))
    let (gain, cost) = ((union + intersection) / union / union, intersection / union / union)
    return RotatedTerm(
      value: 0, x: gain * (right.length - left.length), y: gain * (bottom.length - top.length),
      width: gain * (right.length + left.length) / 2 - cost * pair.height,
      height: gain * (bottom.length + top.length) / 2 - cost * pair.width,
      angle: gain * ((left.moment - right.moment) + (bottom.moment - top.moment)))
  }

  /// What of a side of the box lies in the target: its length, and the integral of the place along it.
  private struct Part {
    let length: Double
    let moment: Double
  }

  /// The side x = `at`, of y from −`length` to `length`.
  private func side(at x: Double, length: Double) -> Part {
    part(
      from: (pair.targetAlong + x * pair.turnCosine, pair.targetAcross + x * pair.turnSine),
      along: (-pair.turnSine, pair.turnCosine), length)
  }

  /// The side y = `at`, of x from −`length` to `length`.
  private func level(at y: Double, length: Double) -> Part {
    part(
      from: (pair.targetAlong - y * pair.turnSine, pair.targetAcross + y * pair.turnCosine),
      along: (pair.turnCosine, pair.turnSine), length)
  }

  /// Liang and Barsky: the part of a line in the target, whose axes the coordinates are by. Where two parallel sides of the target
  /// cut it, its length is their distance along the line, the same for every parallel of it.
  private func part(from middle: (Double, Double), along direction: (Double, Double), _ length: Double) -> Part {
    let x = Self.slab(middle.0, direction.0, pair.targetWidth / 2)
    let y = Self.slab(middle.1, direction.1, pair.targetHeight / 2)
    let (low, high) = (max(-length, max(x.low, y.low)), min(length, min(x.high, y.high)))
    guard low < high else { return Part(length: 0, moment: 0) }
    for slab in [x, y] where low == slab.low && high == slab.high {
      return Part(length: slab.width, moment: slab.width * slab.middle)
    }
    return Part(length: high - low, moment: (high - low) * (high + low) / 2)
  }

  /// Where a line lies between −bound and bound.
  private struct Slab {
    let low: Double
    let high: Double
    let width: Double
    let middle: Double
  }

  private static func slab(_ place: Double, _ step: Double, _ bound: Double) -> Slab {
    guard step != 0 else {
      let reach: Double = abs(place) <= bound ? .infinity : -.infinity
      return Slab(low: -reach, high: reach, width: 0, middle: 0)
    }
    let (a, b) = ((-bound - place) / step, (bound - place) / step)
    return Slab(low: min(a, b), high: max(a, b), width: 2 * bound / abs(step), middle: -place / step)
  }
}
