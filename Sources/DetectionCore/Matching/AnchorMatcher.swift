/// Assigns each anchor the ground truth it is trained on.
///
/// An anchor whose best IoU is at least the positive threshold is matched to that box; below the negative threshold it is
/// background; between the two it counts for nothing. Of equal IoUs the lower box index wins. As torchvision's and
/// detectron2's matcher, but that a box which no anchor overlaps rescues none.
public struct AnchorMatcher<S: Scalar>: Sendable {
  /// The label of an anchor that shows background.
  public static var background: Int { -1 }
  /// The label of an anchor between the thresholds.
  public static var ignored: Int { -2 }

  /// IoU from which an anchor is positive.
  public var positiveThreshold: S
  /// IoU below which an anchor is background; not greater than the positive one.
  public var negativeThreshold: S
  /// Whether the anchors with the highest IoU of a box are matched even below the thresholds (each to its own best box).
  public var allowsLowQuality: Bool
  /// Which anchors those are, and what they are matched to.
  public var lowQuality: LowQualityRule

  /// A matcher; the defaults are RetinaNet's.
  public init(
    positiveThreshold: S = 0.5, negativeThreshold: S = 0.4, allowsLowQuality: Bool = false,
    lowQuality: LowQualityRule = .init()
  ) {
    self.positiveThreshold = positiveThreshold
    self.negativeThreshold = negativeThreshold
    self.allowsLowQuality = allowsLowQuality
    self.lowQuality = lowQuality
  }

  /// What became of each anchor.
  public struct Matches: Sendable {
    /// (A): the index of the matched box, or −1 background, −2 ignored.
    public let labels: Tensor<Int>
    /// (A): the best IoU; 0 without boxes.
    public let iou: Tensor<S>
  }

  /// Matches `anchors` (A, 4) with `targets` (M, 4) of the same format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func match(_ anchors: Boxes<S>, targets: Boxes<S>, deadline: Deadline = .never) throws(DetectionError)
    -> Matches
  {
    guard negativeThreshold <= positiveThreshold else {
      throw .conflict(.negativeThreshold, .thresholdOrder)
    }
    try targets.check(sameFormatAs: anchors, as: .targetBoxes)
    var best = [Int](repeating: 0, count: anchors.count)
    var bestIoU = [S](repeating: 0, count: anchors.count)
    var nearest = [NearestAnchors<S>](repeating: NearestAnchors(), count: targets.count)
    try forEachPair(anchors, 0..<anchors.count, targets, 0..<targets.count, deadline) { anchor, target, iou in
      if iou > bestIoU[anchor] { (best[anchor], bestIoU[anchor]) = (target, iou) }
      nearest[target].note(anchor, iou)
    }
    var labels = best.indices.map { label(best[$0], bestIoU[$0], hasTargets: targets.count > 0) }
    if allowsLowQuality {
      for (target, nearest) in nearest.enumerated() {
        let isOverlapped = nearest.iou > 0
        let range = isOverlapped || lowQuality.needsOverlap ? nearest.range : 0..<anchors.count
        try forEachPair(anchors, range, targets, target..<target + 1, deadline) { anchor, _, iou in
          if iou == nearest.iou { labels[anchor] = lowQuality.matchesBest ? best[anchor] : target }
        }
      }
    }
    return Matches(labels: Tensor(labels), iou: overlaps(anchors, targets, best, bestIoU))
  }

  /// The best IoU as losses and `boxes.iou` have it, which is exact to the last bits where decisions are exact to compare.
  private func overlaps(_ anchors: Boxes<S>, _ targets: Boxes<S>, _ best: [Int], _ bestIoU: [S]) -> Tensor<S> {
    anchors.withRows { anchorRows in
      targets.withRows { targetRows in
        Tensor(
          best.indices.map { anchor in
            guard bestIoU[anchor] > 0 else { return bestIoU[anchor] }
            let target = Box(targetRows + 4 * best[anchor], targets.format)
            return Box(anchorRows + 4 * anchor, anchors.format).iou(target)
          })
      }
    }
  }

  private func label(_ best: Int, _ iou: S, hasTargets: Bool) -> Int {
    guard hasTargets else { return Self.background }
    if iou >= positiveThreshold { return best }
    return iou < negativeThreshold ? Self.background : Self.ignored
  }

  @inline(__always)
  private func forEachPair(
    _ anchors: Boxes<S>, _ anchorRange: Range<Int>, _ targets: Boxes<S>, _ targetRange: Range<Int>,
    _ deadline: Deadline, _ body: (Int, Int, S) -> Void
  ) throws(DetectionError) {
    let anchorsPerLook = max(1, 0x4000 / max(targetRange.count, 1))
    try anchors.withRows { (anchorRows) throws(DetectionError) in
      try targets.withRows { (targetRows) throws(DetectionError) in
        for anchor in anchorRange {
          if (anchor - anchorRange.lowerBound) % anchorsPerLook == 0 { try deadline.check() }
          let box = Box(anchorRows + 4 * anchor, anchors.format)
          for target in targetRange {
            body(anchor, target, box.matchingIoU(Box(targetRows + 4 * target, anchors.format)))
          }
        }
      }
    }
  }
}

/// The highest IoU of a box with an anchor, and where its anchors stand: all of that IoU lie in the range, others may.
private struct NearestAnchors<S: Scalar> {
  private(set) var iou: S = 0
  private(set) var range = 0..<0

  /// Notes an anchor; they come in order. One that does not overlap is none.
  @inline(__always)
  mutating func note(_ anchor: Int, _ iou: S) {
    if iou > self.iou {
      (self.iou, range) = (iou, anchor..<anchor + 1)
    } else if iou == self.iou && iou > 0 {
      range = range.lowerBound..<anchor + 1
    }
  }
}
