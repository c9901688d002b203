import RealModule

/// Which overlapping boxes stay, and their scores.
///
/// Candidates come best first, of equal scores the lower index first; classes do not touch each other unless
/// `classAgnostic`. Thresholds may differ by class where classes are apart.
public struct Suppression<S: Scalar>: Sendable {
  /// What becomes of a box that a better one overlaps.
  public enum Method: String, Sendable, CaseIterable {
    /// It goes (greedy non-maximum suppression; torchvision.ops.nms).
    case hard
    /// Above the threshold its score is multiplied by 1 − IoU (Bodla et al. 2017, «Soft-NMS», eq. 2).
    case softLinear = "soft-linear"
    /// Its score is multiplied by exp(−IoU²/σ) (Bodla et al. 2017, eq. 3).
    case softGaussian = "soft-gaussian"
    /// It goes if IoU − ρ²/c² is above the threshold (Zheng et al. 2020, «Distance-IoU Loss», §3.4).
    case diou
    /// Its score decays once, by all better boxes at a time (Wang et al. 2020, «SOLOv2», §3.3).
    case matrix
    /// It goes; the fixed point of all comparisons at once, which is the greedy answer (Zheng et al. 2021, «Enhancing
    /// Geometric Factors», prop. 1).
    case cluster
    /// It is merged (Solovyev et al. 2019, «Weighted boxes fusion»).
    case weightedBoxFusion = "weighted-box-fusion"
    /// It goes, and the better box grows to hold it, if they still overlap by then (greedy non-maximum merging; Akyon et
    /// al. 2022, «Slicing Aided Hyper Inference», and sahi's `GreedyNMMPostprocess`).
    case merge
  }

  /// What boxes are compared by.
  public enum Metric: String, Sendable, CaseIterable {
    /// Intersection over union.
    case iou
    /// Intersection over the smaller of the two.
    case ios
  }

  /// What becomes of a box that a better one overlaps.
  public var method: Method
  /// The overlap above which a lesser box is suppressed.
  public var iouThreshold: PerClass<S>
  /// What boxes are compared by; `diou` has its own.
  public var metric: Metric
  /// Whether a box goes at the threshold as well.
  public var comparator: OverlapComparator
  /// Boxes of different labels suppress each other as well.
  public var classAgnostic: Bool
  /// How a score decays with the overlap (`matrix`, `soft-gaussian`).
  public var decay: OverlapDecay<S>
  /// Of decayed scores only those strictly greater stay; `nil`: all.
  public var decayedThreshold: PerClass<S>?
  /// The score of merged boxes.
  public var fusedScore: FusedScore

  /// A suppression; 0.5 is RetinaNet's threshold.
  public init(
    _ method: Method = .hard, iouThreshold: PerClass<S> = .one(0.5), metric: Metric = .iou,
    comparator: OverlapComparator = .greater, classAgnostic: Bool = false,
    decay: OverlapDecay<S> = .gaussian(sigma: 0.5, convention: .paper), decayedThreshold: PerClass<S>? = nil,
    fusedScore: FusedScore = .average
  ) {
    self.method = method
    self.iouThreshold = iouThreshold
    self.metric = metric
    self.comparator = comparator
    self.classAgnostic = classAgnostic
    self.decay = decay
    self.decayedThreshold = decayedThreshold
    self.fusedScore = fusedScore
  }

  /// The comparison within a class.
  func rule(_ label: Int) -> OverlapRule<S> {
    let measure: OverlapMeasure = method == .diou ? .diou : metric == .ios ? .ios : .iou
    return OverlapRule(measure: measure, threshold: iouThreshold[label], comparator: comparator)
  }

  /// Throws where numbers per class do not fit what they are asked for.
  func check(classes: Int) throws(DetectionError) {
    try checkAgnostic()
    try iouThreshold.check(.iouThreshold, classes: classes)
    try decayedThreshold?.check(.scoreThreshold, classes: classes)
  }

  func check(labels: Tensor<Int>?) throws(DetectionError) {
    try checkAgnostic()
    try iouThreshold.check(.iouThreshold, labels: labels)
    try decayedThreshold?.check(.scoreThreshold, labels: labels)
  }

  private func checkAgnostic() throws(DetectionError) {
    guard classAgnostic, iouThreshold.count != nil else { return }
    throw .conflict(.iouThreshold, .oneClass)
  }
}
