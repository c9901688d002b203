/// How two boxes are compared, and from which overlap on the lesser of them goes.
struct OverlapRule<S: Scalar>: Sendable {
  let measure: OverlapMeasure
  let threshold: S
  let comparator: OverlapComparator

  /// Whether this overlap is too much.
  @inline(__always)
  func isTooMuch(_ overlap: S) -> Bool {
    comparator == .greater ? overlap > threshold : overlap >= threshold
  }

  /// Whether boxes that do not touch leave each other alone: only then may a grid say who is compared with whom.
  var needsContact: Bool { comparator == .greater ? threshold >= 0 : threshold > 0 }
}

extension CornerBox {
  @inline(__always)
  func overlap(_ other: CornerBox, by measure: OverlapMeasure) -> S {
    switch measure {
    case .iou: iou(other)
    case .ios: ios(other)
    case .diou: diou(other)
    }
  }

  /// Intersection over the smaller area; if that is 0: 1 for the same box, else 0.
  @inline(__always)
  func ios(_ other: CornerBox) -> S {
    let width = max(min(x2, other.x2) - max(x1, other.x1), 0)
    let height = max(min(y2, other.y2) - max(y1, other.y1), 0)
    let (intersection, smaller) = (width * height, min(area, other.area))
    if smaller >= .leastNormalMagnitude && max(area, other.area).isFinite { return intersection / smaller }
    return scaledOverlap(other).ios.first
  }

  /// IoU less the squared distance of the centres over the squared diagonal of the box around both, in [−1, 1].
  @inline(__always)
  func diou(_ other: CornerBox) -> S {
    OverlapKind.diou.measure(scaledOverlap(other), iou: S.One(repeating: iou(other))).first
  }
}
