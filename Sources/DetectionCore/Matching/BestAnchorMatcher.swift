/// Assigns anchors to objects as SSD does: by a threshold of IoU, and to every object the one anchor that overlaps it most.
///
/// Liu et al., «SSD» (2016), §2.2, «Matching strategy»; torchvision's `SSDMatcher`. Of equal IoUs the lower index wins; of
/// two objects with the same best anchor the later gets it. An object that no anchor overlaps gets none.
public struct BestAnchorMatcher<S: Scalar>: Sendable {
  /// IoU from which an anchor is matched to its best object.
  public var positiveThreshold: S

  /// A matcher; without arguments torchvision's.
  public init(positiveThreshold: S = 0.5) { self.positiveThreshold = positiveThreshold }

  /// The object of each anchor, counted in `objects`, or background.
  func match(_ anchors: Boxes<S>, _ objects: Boxes<S>, deadline: Deadline) throws(DetectionError)
    -> AnchorAssignment<S>.ImageMatches
  {
    var labels = [Int](repeating: 0, count: anchors.count)
    var iou = [S](repeating: 0, count: anchors.count)
    var best: [(anchor: Int, iou: S)] = []
    for object in 0..<objects.count {
      let column = try pairwiseIoU(objects.row(object), anchors, deadline: deadline)
      column.withElements { column in
        var top = (anchor: 0, iou: S(0))
        for (anchor, value) in column.enumerated() {
          if value > iou[anchor] { (labels[anchor], iou[anchor]) = (object, value) }
          if value > top.iou { top = (anchor, value) }
        }
        best.append(top)
      }
    }
    for anchor in labels.indices where objects.count == 0 || !(iou[anchor] >= positiveThreshold) {
      labels[anchor] = AnchorMatcher<S>.background
    }
    for (object, top) in best.enumerated() where top.iou > 0 {
      (labels[top.anchor], iou[top.anchor]) = (object, top.iou)
    }
    return .init(labels: labels, iou: iou)
  }
}

extension Boxes {
  /// A list of one box.
  fileprivate func row(_ index: Int) -> Boxes {
    let row = tensor.row(index)
    return Boxes(unchecked: row.reshaped(Shape(boxes: 1)) ?? row, format: format)
  }
}
