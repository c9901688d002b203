/// What a network predicts at each anchor, beside the ground truth: checked inputs of an assigner.
struct AnchorPredictions<S: Scalar> {
  /// The anchors' centres.
  let points: [Point<S>]
  let targets: Boxes<S>
  private let boxes: Boxes<S>
  private let scores: Tensor<S>
  private let targetLabels: Tensor<Int>
  private let reach: Tensor<S>?

  init(
    _ anchors: Boxes<S>, _ boxes: Boxes<S>, _ scores: Tensor<S>, _ targets: Boxes<S>, _ targetLabels: Tensor<Int>,
    reach: Tensor<S>? = nil
  ) throws(DetectionError) {
    try boxes.tensor.check(.boxes, shape: anchors.tensor.shape, toFit: .anchors)
    try boxes.check(sameFormatAs: anchors, as: .boxes)
    try targets.check(sameFormatAs: anchors, as: .targetBoxes)
    guard scores.shape.rank == 2, scores.shape[0] == anchors.count else {
      throw .shape(.scores, .classesOf(.anchors, rows: anchors.count), found: scores.shape)
    }
    try scores.check(.scores, .score, in: 0...1)
    guard targetLabels.shape == Shape(vector: targets.count) else {
      throw .shape(
        .targetLabels, .toFit(.targetBoxes, Shape(vector: targets.count)), found: targetLabels.shape)
    }
    let classes = scores.shape[1]
    let failing = targetLabels.withElements { $0.firstIndex { !($0 >= 0 && $0 < classes) } }
    // Without anchors no score of a class is read.
    if let failing, anchors.count > 0 {
      throw .number(
        .targetLabels, .classIndex(0..<classes), position: failing, value: Double(targetLabels[failing]))
    }
    if let reach {
      try reach.check(.reach, shape: Shape(vector: anchors.count), toFit: .anchors)
      try reach.check(.reach, .reach) { $0 >= 0 }
    }
    self.reach = reach
    points = anchors.centers
    self.targets = targets
    self.boxes = boxes
    self.scores = scores
    self.targetLabels = targetLabels
  }

  /// How many anchors there are.
  var count: Int { points.count }

  /// Whether a target may take an anchor: its centre lies inside, and no side is farther from it than the anchor reaches.
  @inline(__always)
  func isCandidate(_ anchor: Int, _ target: Box<S>) -> Bool {
    guard target.contains(points[anchor]) else { return false }
    guard let reach = reach?[anchor] else { return true }
    let point = points[anchor]
    return max(point.x - target.x.low, target.x.high - point.x) <= reach
      && max(point.y - target.y.low, target.y.high - point.y) <= reach
  }

  /// The predicted score of the target's class.
  @inline(__always)
  func score(_ anchor: Int, _ target: Int) -> S {
    scores[anchor * scores.shape[1] + targetLabels[target]]
  }

  /// The overlap of the predicted box with the target, not below 0; in float64 even where boxes are not, as an alignment
  /// goes with its sixth power.
  @inline(__always)
  func overlap(_ anchor: Int, _ target: Int, _ kind: OverlapKind) -> S {
    S(max(kind.measure(boxes.box(anchor).converted(), targets.box(target).converted() as Box<Double>), 0))
  }
}
