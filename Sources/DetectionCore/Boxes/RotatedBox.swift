import RealModule

/// A box turned about its centre: centre, size, and an angle in radians that turns the x axis towards the y axis (in an
/// image, whose y axis points down: clockwise), as Ultralytics has it. detectron2's angle is −180/π of it, in degrees.
public struct RotatedBox<S: Scalar>: Sendable {
  /// The centre along x.
  public let x: S
  /// The centre along y.
  public let y: S
  /// The side along the turned x axis.
  public let width: S
  /// The side along the turned y axis.
  public let height: S
  /// The angle in radians.
  public let angle: S

  /// A box of these numbers.
  public init(x: S, y: S, width: S, height: S, angle: S) {
    (self.x, self.y, self.width, self.height, self.angle) = (x, y, width, height, angle)
  }

  @inline(__always)
  init(_ row: UnsafePointer<S>) {
    (x, y, width, height, angle) = (row[0], row[1], row[2], row[3], row[4])
  }

  /// Intersection over union; of two boxes without area 1 if they are the same, else 0.
  ///
  /// The other box is clipped in this one's frame, where this one's sides are along the axes: equal boxes are clipped
  /// exactly, and lengths are scaled so that no area overflows.
  func iou(_ other: RotatedBox) -> S {
    let extent = max(max(width, height), max(other.width, other.height))
    let (dx, dy) = (other.x - x, other.y - y)
    guard extent > 0, extent.isFinite, max(abs(dx), abs(dy)) <= 2 * extent else { return isSame(other) ? 1 : 0 }
    let bound = S.greatestFiniteMagnitude.exponent - 1
    let scale = S(sign: .plus, exponent: min(max(-extent.exponent, -bound), bound), significand: 1)
    let (w, h) = (width * scale, height * scale)
    let (otherWidth, otherHeight) = (other.width * scale, other.height * scale)
    var polygon = ConvexPolygon<S>(
      center: rotated(dx * scale, dy * scale, by: -angle), width: otherWidth, height: otherHeight,
      angle: other.angle - angle)
    polygon.clip(to: w / 2, h / 2)
    let (area, otherArea) = (w * h, otherWidth * otherHeight)
    let intersection = min(polygon.area, min(area, otherArea))
    let union = area + (otherArea - intersection)
    return union > 0 ? intersection / union : (isSame(other) ? 1 : 0)
  }

  private func rotated(_ x: S, _ y: S, by angle: S) -> Point<S> {
    let (cos, sin) = (S.cos(angle), S.sin(angle))
    return Point(x: x * cos - y * sin, y: x * sin + y * cos)
  }

  private func isSame(_ other: RotatedBox) -> Bool {
    x == other.x && y == other.y && width == other.width && height == other.height && angle == other.angle
  }
}

/// A read-only list of rotated boxes: a tensor (N, 5) that has been checked, rows cx, cy, w, h, r.
public struct RotatedBoxes<S: Scalar>: Sendable {
  /// The numbers as they were given.
  public let tensor: Tensor<S>

  /// Checks that the tensor is (N, 5), or holds nothing, and that no size is negative.
  public init(_ tensor: Tensor<S>) throws(DetectionError) {
    if tensor.count > 0 { try tensor.check(.boxes, columns: 5) }
    self.tensor = tensor
    let inverted = (0..<count).filter { !(tensor[5 * $0 + 2] >= 0 && tensor[5 * $0 + 3] >= 0) }
    guard inverted.isEmpty else {
      throw .invertedBoxes(.boxes, rows: Array(inverted.prefix(Boxes<S>.reportedRows)))
    }
  }

  /// How many boxes there are.
  public var count: Int { tensor.count / 5 }

  /// Boxes as rows; sizes must not be negative.
  init(unchecked boxes: [RotatedBox<S>]) {
    let elements = boxes.flatMap { [$0.x, $0.y, $0.width, $0.height, $0.angle] }
    tensor = Shape([boxes.count, 5]).flatMap { Tensor(shape: $0, elements: elements) } ?? Tensor(elements)
  }

  /// The boxes of several lists, one after the other.
  init(joining lists: [RotatedBoxes]) { tensor = Tensor(joining: lists.map(\.tensor), columns: [5]) }

  /// The corners of each box (n, 4, 2), x and y.
  public var corners: Tensor<S> {
    let elements = boxes.flatMap { box in box.corners.flatMap { [$0.x, $0.y] } }
    return Shape([count, 4, 2]).flatMap { Tensor(shape: $0, elements: elements) } ?? Tensor(elements)
  }

  var boxes: [RotatedBox<S>] {
    tensor.withElements { rows in
      (0..<count).map { RotatedBox(rows.baseAddress.unsafelyUnwrapped + 5 * $0) }
    }
  }
}

/// The IoU between every box of one list and every box of another, (N, M), by clipping their polygons.
@specialized(where S == Float)
@specialized(where S == Double)
public func pairwiseIoU<S: Scalar>(
  _ boxes: RotatedBoxes<S>, _ others: RotatedBoxes<S>, limit: Int = .max, deadline: Deadline = .never
) throws(DetectionError) -> Tensor<S> {
  let (count, overflow) = boxes.count.multipliedReportingOverflow(by: others.count)
  guard !overflow, count <= limit, let shape = Shape([boxes.count, others.count]) else {
    throw .answerTooLarge(elements: overflow ? .max : count, limit: limit)
  }
  let columns = others.boxes
  var values: [S] = []
  values.reserveCapacity(count)
  for box in boxes.boxes {
    try deadline.check()
    for other in columns { values.append(box.iou(other)) }
  }
  return Tensor(shape: shape, elements: values) ?? Tensor([])
}
