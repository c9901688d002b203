import RealModule

/// Assigns anchors by how well the network's own predictions there agree with a box, in class and place alike.
///
///     t = s^α u^β
///
/// s is the predicted score of the box's class, u the overlap of the predicted box with it, not below 0. Of the anchors
/// whose centre lies inside a box, the k with the highest t > 0 are positive. An anchor that several boxes chose goes to
/// the one, of all boxes around its centre, that its prediction overlaps most. The score it is trained on is
/// t / max t · max u, the maxima over the box's positives.
///
/// Feng et al., «TOOD: Task-aligned One-stage Object Detection» (2021), §3.2: α = 1, β = 6, k = 13, IoU. The defaults
/// are those of YOLOv8 (Ultralytics): α = 0.5, β = 6, k = 10, CIoU.
public struct TaskAlignedAssigner<S: Scalar>: Sendable {
  /// The exponent of the score, ≥ 0.
  public var alpha: S
  /// The exponent of the overlap, ≥ 0.
  public var beta: S
  /// k: anchors a box takes at the most.
  public var candidates: Int
  /// How the overlap is measured.
  public var overlap: OverlapKind

  /// An assigner; the defaults are YOLOv8's.
  public init(alpha: S = 0.5, beta: S = 6, candidates: Int = 10, overlap: OverlapKind = .ciou) {
    self.alpha = alpha
    self.beta = beta
    self.candidates = candidates
    self.overlap = overlap
  }

  /// What became of each anchor.
  public struct Matches: Sendable {
    /// (A): the index of the matched box, or −1 background.
    public let labels: Tensor<Int>
    /// (A): the overlap of the predicted box with the matched one; 0 for background.
    public let overlaps: Tensor<S>
    /// (A): the score that the box's class is trained on; 0 for background.
    public let scores: Tensor<S>
  }

  /// Matches `anchors` (A, 4), of which the centres count alone, with `targets` (M, 4) by the predicted `boxes` (A, 4),
  /// all of one format, and `scores` (A, K) in [0, 1]; `targetLabels` (M) are the targets' classes. With `reach` (A), ≥ 0, a box takes
  /// no anchor from whose centre a side of it is farther away: such as (reg_max − 1) strides, which is all that a distribution can say.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func assign(
    anchors: Boxes<S>, boxes: Boxes<S>, scores: Tensor<S>, targets: Boxes<S>, targetLabels: Tensor<Int>,
    reach: Tensor<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Matches {
    let predictions = try AnchorPredictions(anchors, boxes, scores, targets, targetLabels, reach: reach)
    var owners = try choose(predictions, deadline)
    try settle(&owners, predictions, deadline)
    return matches(owners.map(\.target), predictions)
  }

  /// Who chose an anchor: the first box that did, and how many did.
  private struct Owner {
    var target = -1
    var count = 0
  }

  private func choose(_ predictions: AnchorPredictions<S>, _ deadline: Deadline) throws(DetectionError) -> [Owner] {
    var owners = [Owner](repeating: Owner(), count: predictions.count)
    for target in 0..<predictions.targets.count {
      let box = predictions.targets.box(target)
      var best = TopK<(alignment: S, index: Int)>(candidates) { ($1.alignment, $0.index) < ($0.alignment, $1.index) }
      for anchor in 0..<predictions.count {
        if anchor & 0xFFF == 0 { try deadline.check() }
        guard predictions.isCandidate(anchor, box) else { continue }
        let alignment = self.alignment(predictions, anchor, target).value
        if alignment > 0 { best.insert((alignment, anchor)) }
      }
      for (_, anchor) in best.sorted() {
        if owners[anchor].count == 0 { owners[anchor].target = target }
        owners[anchor].count += 1
      }
    }
    return owners
  }

  /// An anchor with several owners goes to the box around its centre that its prediction overlaps most.
  private func settle(_ owners: inout [Owner], _ predictions: AnchorPredictions<S>, _ deadline: Deadline)
    throws(DetectionError)
  {
    for anchor in owners.indices where owners[anchor].count > 1 {
      try deadline.check()
      var highest: S = 0
      for target in 0..<predictions.targets.count
      where predictions.isCandidate(anchor, predictions.targets.box(target)) {
        let overlap = predictions.overlap(anchor, target, self.overlap)
        if overlap > highest { (highest, owners[anchor].target) = (overlap, target) }
      }
    }
  }

  /// Scores are scaled such that a box's best anchor is trained on its best overlap.
  private func matches(_ labels: [Int], _ predictions: AnchorPredictions<S>) -> Matches {
    let found = labels.indices.map { anchor in
      labels[anchor] < 0 ? (value: 0, overlap: 0) : alignment(predictions, anchor, labels[anchor])
    }
    var highest = [(value: S, overlap: S)](repeating: (0, 0), count: predictions.targets.count)
    for (label, pair) in zip(labels, found) where label >= 0 {
      highest[label] = (max(highest[label].value, pair.value), max(highest[label].overlap, pair.overlap))
    }
    let scores = zip(labels, found).map { label, pair -> S in
      guard label >= 0, pair.value > 0 else { return 0 }
      return pair.value / highest[label].value * highest[label].overlap
    }
    return Matches(labels: Tensor(labels), overlaps: Tensor(found.map(\.overlap)), scores: Tensor(scores))
  }

  /// t and u of a pair.
  private func alignment(_ predictions: AnchorPredictions<S>, _ anchor: Int, _ target: Int)
    -> (value: S, overlap: S)
  {
    let overlap = predictions.overlap(anchor, target, self.overlap)
    let score = predictions.score(anchor, target)
    return (modulatingFactor(score, alpha) * modulatingFactor(overlap, beta), overlap)
  }
}
