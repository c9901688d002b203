/// How a box and its target lie to each other.
///
/// Lengths are scaled by a power of two so that the enclosing box is about 1: exact, and areas neither overflow nor
/// vanish.
struct BoxOverlap<S: Scalar> {
  let x: AxisOverlap<S>
  let y: AxisOverlap<S>
  /// What the lengths were multiplied with; a derivative by them times this is one by the coordinates.
  let scale: S
  /// |B ∩ B*|.
  let intersection: S
  /// |B ∪ B*|: a sum of three areas, none of them negative.
  let union: S
  /// |B ∪ B*| − |B ∩ B*|.
  let difference: S

  @inline(__always)
  init(_ box: Box<S>, _ target: Box<S>) {
    var x = AxisOverlap(box.x, target.x)
    var y = AxisOverlap(box.y, target.y)
    let extent = max(x.span, y.span)
    let scale: S
    if extent > 0 && extent.isFinite {
      let bound = S.greatestFiniteMagnitude.exponent - 1
      scale = S(sign: .plus, exponent: min(max(-extent.exponent, -bound), bound), significand: 1)
      x.scale(by: scale)
      y.scale(by: scale)
    } else {
      scale = 1
    }
    self.x = x
    self.y = y
    self.scale = scale
    guard x.overlap > 0 && y.overlap > 0 else {
      intersection = 0
      difference = x.size * y.size + x.targetSize * y.targetSize
      union = difference
      return
    }
    intersection = x.overlap * y.overlap
    // B outside B*: what sticks out along y over the whole width, and along x beside the overlap.
    difference =
      (x.size * y.excess + y.overlap * x.excess)
      + (x.targetSize * y.targetExcess + y.overlap * x.targetExcess)
    union = intersection + difference
  }

  /// Whether both are the same box.
  var isSame: Bool { x.isSame && y.isSame }

  /// |B ∩ B*| / |B ∪ B*|. Of two boxes without area: 1 if they are the same, else 0.
  var iou: S { union > 0 ? intersection / union : (isSame ? 1 : 0) }

  /// |B ∩ B*| / min(|B|, |B*|); where that is 0/0: 1 if they are the same box, else 0.
  var ios: S {
    let smaller = min(x.size * y.size, x.targetSize * y.targetSize)
    return smaller > 0 ? min(intersection / smaller, 1) : (isSame ? 1 : 0)
  }

  /// 1 − IoU, without cancellation.
  var distance: S {
    guard union > 0 else { return isSame ? 0 : 1 }
    return intersection > 0 ? difference / union : 1
  }

  /// |C|, the smallest box around both.
  var enclosing: S { x.span * y.span }

  /// |C| − |B ∪ B*|: the corners that neither covers, or, where the boxes are apart, what lies beside and between.
  var uncovered: S {
    if intersection > 0 { return x.excess * y.targetExcess + x.targetExcess * y.excess }
    // Apart along one axis: beside each box, and the gap over the whole height.
    if x.overlap == 0 { return Self.apart(x, y) }
    return Self.apart(y, x)
  }

  @inline(__always)
  private static func apart(_ axis: AxisOverlap<S>, _ across: AxisOverlap<S>) -> S {
    axis.size * across.targetExcess + axis.targetSize * across.excess + axis.gap * across.span
  }
}
