/// Assigns the points of a feature pyramid to objects, as FCOS does.
///
/// A point is the centre of its anchor. It is trained on an object that it lies inside of, near whose centre it is, and
/// whose farthest edge is in its level's range of distances; of several, on the smallest. Tian et al., «FCOS» (2019),
/// §3.1 and §3.2; centre sampling and the ranges as torchvision's `FCOS.compute_loss`.
public struct PointMatcher<S: Scalar>: Sendable {
  /// A point is less than this many anchor sizes from the centre, along each axis; `nil`: anywhere inside.
  public var centerSamplingRadius: S?

  /// A matcher; without arguments torchvision's.
  public init(centerSamplingRadius: S? = 1.5) { self.centerSamplingRadius = centerSamplingRadius }

  /// Distances to the farthest edge that a level is for, in sizes of its anchors: from 4 to 8, but that the first level
  /// takes all below and the last all above.
  private static var range: ClosedRange<S> { 4...8 }

  /// A point, and which objects are its size.
  private struct Point {
    let x: S
    let y: S
    let size: S
    let least: S
    let most: S
  }

  /// The object of each anchor, counted in `objects`, or background; anchors and objects are corners.
  func match(_ anchors: Boxes<S>, levels: [Range<Int>], _ objects: Boxes<S>, deadline: Deadline)
    throws(DetectionError) -> AnchorAssignment<S>.ImageMatches
  {
    var labels = [Int](repeating: AnchorMatcher<S>.background, count: anchors.count)
    var iou = [S](repeating: 0, count: anchors.count)
    let boxes = Self.corners(objects)
    for (number, level) in levels.enumerated() {
      for anchor in level {
        if anchor & 0x3FF == 0 { try deadline.check() }
        let box = anchors.withRows { CornerBox($0 + 4 * anchor) }
        let point = Self.point(box, isFirst: number == 0, isLast: number == levels.count - 1)
        guard let object = smallest(of: boxes, around: point) else { continue }
        labels[anchor] = object
        iou[anchor] = box.iou(boxes[object])
      }
    }
    return .init(labels: labels, iou: iou)
  }

  private static func corners(_ boxes: Boxes<S>) -> [CornerBox<S>] {
    boxes.withRows { rows in (0..<boxes.count).map { CornerBox(rows + 4 * $0) } }
  }

  private static func point(_ anchor: CornerBox<S>, isFirst: Bool, isLast: Bool) -> Point {
    let size = anchor.x2 - anchor.x1
    return Point(
      x: (anchor.x1 + anchor.x2) / 2, y: (anchor.y1 + anchor.y2) / 2, size: size,
      least: isFirst ? 0 : size * range.lowerBound, most: isLast ? .infinity : size * range.upperBound)
  }

  /// Of equal areas the first.
  private func smallest(of boxes: [CornerBox<S>], around point: Point) -> Int? {
    var best: Int?
    for (index, box) in boxes.enumerated() where isMatch(point, box) {
      if best.map({ box.area < boxes[$0].area }) ?? true { best = index }
    }
    return best
  }

  private func isMatch(_ point: Point, _ box: CornerBox<S>) -> Bool {
    let (left, right) = (point.x - box.x1, box.x2 - point.x)
    let (top, bottom) = (point.y - box.y1, box.y2 - point.y)
    let farthest = max(max(left, right), max(top, bottom))
    guard min(min(left, right), min(top, bottom)) > 0, farthest > point.least, farthest < point.most else {
      return false
    }
    guard let radius = centerSamplingRadius else { return true }
    let (x, y) = ((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
    return max(abs(point.x - x), abs(point.y - y)) < radius * point.size
  }
}
