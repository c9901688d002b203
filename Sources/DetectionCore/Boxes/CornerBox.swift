/// A box by its corners, with its area: what suppression compares, in torchvision's arithmetic, so that decisions at the
/// threshold fall alike.
public struct CornerBox<S: Scalar>: Sendable, BitwiseCopyable {
  /// The left edge.
  public let x1: S
  /// The top edge.
  public let y1: S
  /// The right edge.
  public let x2: S
  /// The bottom edge.
  public let y2: S
  let area: S

  /// A box of these edges.
  @inline(__always)
  public init(x1: S, y1: S, x2: S, y2: S) {
    self.x1 = x1
    self.y1 = y1
    self.x2 = x2
    self.y2 = y2
    area = (x2 - x1) * (y2 - y1)
  }

  @inline(__always)
  init(_ row: UnsafePointer<S>) { self.init(x1: row[0], y1: row[1], x2: row[2], y2: row[3]) }

  @inline(__always)
  init(_ box: Box<S>) { self.init(x1: box.x.low, y1: box.y.low, x2: box.x.high, y2: box.y.high) }

  @inline(__always)
  func write(to row: UnsafeMutablePointer<S>) {
    row[0] = x1
    row[1] = y1
    row[2] = x2
    row[3] = y2
  }

  /// Intersection over union; of two boxes without area 1 if they are the same, else 0.
  @inline(__always)
  func iou(_ other: CornerBox) -> S {
    let width = max(min(x2, other.x2) - max(x1, other.x1), 0)
    let height = max(min(y2, other.y2) - max(y1, other.y1), 0)
    let intersection = width * height
    let union = area + other.area - intersection
    if union >= .leastNormalMagnitude && union.isFinite { return intersection / union }
    return scaledIoU(other)
  }

  /// For boxes whose area vanishes or is beyond the largest number, if only by rounding.
  @inline(never)
  private func scaledIoU(_ other: CornerBox) -> S { scaledOverlap(other).iou.first }

  /// The same overlap the careful way.
  func scaledOverlap(_ other: CornerBox) -> BoxOverlap<S.One> { BoxOverlap(box, other.box) }

  private var box: Box<S> { Box(x: Interval(x1, x2, .ends), y: Interval(y1, y2, .ends)) }
}
