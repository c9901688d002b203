/// Assigns anchors by a threshold that each box sets for itself: adaptive training sample selection.
///
/// Of every level the k anchors whose centres are nearest to the box's are candidates. Those are positive whose IoU with
/// the box is at least the mean plus the standard deviation of the candidates' IoU, and whose centre lies inside the box;
/// of several boxes the one with the highest IoU has the anchor, the lower index where they are equal.
///
/// Zhang et al., «Bridging the Gap Between Anchor-based and Anchor-free Detection via Adaptive Training Sample
/// Selection» (2020), algorithm 1. The deviation is the sample's, over n − 1, as in the authors' code; of one candidate
/// it is 0.
public struct ATSSAssigner<S: Scalar>: Sendable {
  /// k: candidates a level.
  public var candidates: Int

  /// An assigner; the default is the paper's.
  public init(candidates: Int = 9) { self.candidates = candidates }

  /// What became of each anchor, and the thresholds.
  public struct Matches: Sendable {
    /// (A): the index of the matched box, or −1 background.
    public let labels: Tensor<Int>
    /// (A): the IoU with the matched box; 0 for background.
    public let iou: Tensor<S>
    /// (M): the IoU from which each box takes an anchor; 0 without candidates.
    public let thresholds: Tensor<S>
  }

  /// Matches `anchors` (A, 4), level by level as `levelSizes` counts them, with `targets` (M, 4) of the same format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func assign(
    _ anchors: Boxes<S>, levelSizes: [Int], targets: Boxes<S>, deadline: Deadline = .never
  ) throws(DetectionError) -> Matches {
    try targets.check(sameFormatAs: anchors, as: .targetBoxes)
    let levels = try Self.levels(levelSizes, anchors: anchors.count)
    let points = anchors.centers
    var labels = [Int](repeating: AnchorMatcher<S>.background, count: anchors.count)
    var bestIoU = [S](repeating: 0, count: anchors.count)
    var thresholds = [S](repeating: 0, count: targets.count)
    for target in 0..<targets.count {
      let box = targets.box(target)
      let chosen = try nearest(to: box, points, levels, deadline)
      let overlaps = chosen.map { anchors.box($0).matchingIoU(box) }
      thresholds[target] = Self.threshold(overlaps)
      for (anchor, iou) in zip(chosen, overlaps) where iou >= thresholds[target] && box.contains(points[anchor]) {
        guard labels[anchor] < 0 || iou > bestIoU[anchor] else { continue }
        (labels[anchor], bestIoU[anchor]) = (target, iou)
      }
    }
    return Matches(labels: Tensor(labels), iou: Tensor(bestIoU), thresholds: Tensor(thresholds))
  }

  /// The anchors of each level.
  private static func levels(_ sizes: [Int], anchors: Int) throws(DetectionError) -> [Range<Int>] {
    guard let levels = [Range<Int>](counts: sizes), levels.total == anchors else {
      throw .conflict(.levelSizes, .levelSizes(anchors: anchors))
    }
    return levels
  }

  /// The k nearest of every level, by the distance of the centres; of equal ones the lower index.
  private func nearest(
    to box: Box<S>, _ points: [Point<S>], _ levels: [Range<Int>], _ deadline: Deadline
  ) throws(DetectionError) -> [Int] {
    let center = box.center
    var chosen: [Int] = []
    for level in levels {
      var best = TopK<(distance: S, index: Int)>(candidates) { ($0.distance, $0.index) < ($1.distance, $1.index) }
      for index in level {
        if index & 0xFFF == 0 { try deadline.check() }
        best.insert((points[index].squaredDistance(to: center), index))
      }
      chosen += best.sorted().map(\.index)
    }
    return chosen
  }

  /// Mean plus standard deviation. Both of the differences from the first, so that equal numbers have exactly that mean.
  private static func threshold(_ overlaps: [S]) -> S {
    guard let first = overlaps.first else { return 0 }
    var (sum, squares): (S, S) = (0, 0)
    for overlap in overlaps { sum += overlap - first }
    let shift = sum / S(overlaps.count)
    guard overlaps.count > 1 else { return first }
    for overlap in overlaps { squares += (overlap - first - shift) * (overlap - first - shift) }
    return first + shift + (squares / S(overlaps.count - 1)).squareRoot()
  }
}
