/// A box as the overlap needs it, from x, y, w, h.
struct OverlapBox: BitwiseCopyable, Sendable {
  let x1, y1, x2, y2, area: Double

  /// `boxes` holds four numbers a row. `offset` is added to width and height where corners are inclusive pixels.
  @inline(__always)
  init(_ boxes: UnsafePointer<Double>, _ row: Int, offset: Double = 0) {
    x1 = boxes[4 * row]
    y1 = boxes[4 * row + 1]
    let (w, h) = (boxes[4 * row + 2], boxes[4 * row + 3])
    (x2, y2, area) = (x1 + w, y1 + h, (w + offset) * (h + offset))
  }

  /// The area that both cover, 0 unless width and height of it are both above 0: a box without size overlaps nothing, not
  /// even itself.
  @inline(__always)
  func intersection(_ other: OverlapBox, offset: Double = 0) -> Double {
    let w = min(x2, other.x2) - max(x1, other.x1) + offset
    let h = min(y2, other.y2) - max(y1, other.y1) + offset
    return w > 0 && h > 0 ? w * h : 0
  }

  /// Intersection over union, i / (a_d + a_g − i), in this order of operations and without fused products; with a crowd
  /// i / a_d. `self` is the detection.
  @inline(__always)
  func overlap(_ object: OverlapBox, isCrowd: Bool = false, offset: Double = 0) -> Double {
    let i = intersection(object, offset: offset)
    return i > 0 ? i / (isCrowd ? area : area + object.area - i) : 0
  }
}
