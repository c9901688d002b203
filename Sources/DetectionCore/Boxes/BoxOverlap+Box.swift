extension BoxOverlap {
  /// |B ∩ B*| / min(|B|, |B*|); where that is 0/0: 1 if they are the same box, else 0.
  @inline(__always)
  var ios: L {
    let smaller = (x.size * y.size).orLesser(x.targetSize * y.targetSize)
    return L.choose(smaller .> 0, (intersection / smaller).orLesser(.one), same(.one, else: .zero))
  }

  /// Of one box and its target.
  @inline(__always)
  init<S: Scalar>(_ box: Box<S>, _ target: Box<S>, slopesBy slopes: BoxFormat.AxisEncoding? = nil) where L == S.One {
    self.init(box.columns, target.columns, box.x.encoding, slopesBy: slopes ?? box.x.encoding)
  }
}

extension Box {
  /// The four numbers as lanes, x before y.
  @inline(__always)
  fileprivate var columns: (S.One, S.One, S.One, S.One) {
    (S.One(repeating: x.first), S.One(repeating: y.first), S.One(repeating: x.second), S.One(repeating: y.second))
  }

  /// Intersection over union; of two boxes without area 1 if they are the same, else 0.
  @inline(__always)
  func iou(_ other: Box) -> S { BoxOverlap(self, other).iou.first }
}
