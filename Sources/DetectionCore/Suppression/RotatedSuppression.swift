/// Which rotated boxes stay.
public struct RotatedSuppression<S: Scalar>: Sendable {
  /// What boxes are compared by.
  public enum Metric: String, Sendable, CaseIterable {
    /// The probabilistic IoU of the boxes as Gaussians, as ultralytics.
    case probabilistic = "probiou"
    /// Intersection over union of the rectangles.
    case iou
  }

  /// Who may suppress.
  public enum Method: String, Sendable, CaseIterable {
    /// Every better box, whether it stays or not: ultralytics' `fast_nms` (Bolya et al. 2019, «YOLACT», §3.3).
    case fast
    /// The better boxes that stay.
    case greedy
  }

  /// What boxes are compared by.
  public var metric: Metric
  /// Who may suppress.
  public var method: Method
  /// The overlap above which a lesser box goes.
  public var iouThreshold: PerClass<S>
  /// Whether a box goes at the threshold as well.
  public var comparator: OverlapComparator
  /// Boxes of different labels suppress each other as well.
  public var classAgnostic: Bool

  /// A suppression; the defaults are ultralytics'.
  public init(
    metric: Metric = .probabilistic, method: Method = .fast, iouThreshold: PerClass<S> = .one(0.7),
    comparator: OverlapComparator = .greater, classAgnostic: Bool = false
  ) {
    self.metric = metric
    self.method = method
    self.iouThreshold = iouThreshold
    self.comparator = comparator
    self.classAgnostic = classAgnostic
  }

  /// What stays of boxes, which come best first.
  func apply(_ boxes: [RotatedBox<S>], labels: [Int], deadline: Deadline) throws(DetectionError)
    -> SuppressionOutcome<S>
  {
    let groups = ClassGroups(count: boxes.count, labels: classAgnostic ? nil : labels)
    let gaussians = metric == .probabilistic ? boxes.map { BoxGaussian($0) } : []
    let suppressors = UninitializedTensor<SuppressionOutcome<S>.Suppressor>(Shape(vector: boxes.count))
    let (metric, method, comparator) = (metric, method, comparator)
    try groups.forEach { group in
      let threshold = iouThreshold[group.label]
      var rivals: [Int] = []
      for position in group.positions {
        if deadline.isOver { return false }
        var suppressor = SuppressionOutcome<S>.Suppressor.none
        for best in rivals {
          let overlap =
            metric == .probabilistic
            ? gaussians[best].probabilisticIoU(gaussians[position]) : boxes[best].iou(boxes[position])
          guard comparator == .greater ? overlap > threshold : overlap >= threshold else { continue }
          suppressor = .init(position: best, overlap: overlap)
          break
        }
        (suppressors.start + position).initialize(to: suppressor)
        if method == .fast || suppressor.position < 0 { rivals.append(position) }
      }
      return true
    }
    let all = suppressors.tensor.elements
    return SuppressionOutcome(kept: all.indices.filter { all[$0].position < 0 }, suppressors: all)
  }
}
