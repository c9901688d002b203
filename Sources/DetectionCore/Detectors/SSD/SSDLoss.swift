/// The loss that SSD is trained with: softmax cross entropy of the matched anchors and of the hardest of the others, and a
/// box loss of the matched ones.
///
///     L = (w_c Σ_{positive, mined} −log p + w_b Σ_positive box_loss(box_deltas, encode(target))) / N
///
/// Of each image's background, the anchors of the largest loss are mined, so many a positive. Class 0 is background. Liu
/// et al., «SSD» (2016), §2.2; torchvision's `SSD.compute_loss`.
public struct SSDLoss<S: Scalar>: Sendable {
  /// Which anchors are trained on which objects.
  public var matcher: BestAnchorMatcher<S>
  /// The box term.
  public var box: BoxRegressionLoss<S>
  /// Background anchors that count, a positive, rounded up.
  public var negativesPerPositive: Double
  /// What N is.
  public var normalization: LossNormalization
  /// w_c, w_b.
  public var weights: (classification: Double, box: Double)
  /// The loss of the classes; what it ignores and its input are of no matter. N takes no notice of its weights.
  public var classes = CrossEntropyLoss<S>()

  /// A loss; without arguments torchvision's.
  public init(
    matcher: BestAnchorMatcher<S> = .init(),
    box: BoxRegressionLoss<S> = .init(.smoothL1, coder: BoxCoder(weights: BoxDeltas(dx: 10, dy: 10, dw: 5, dh: 5))),
    negativesPerPositive: Double = 3, normalization: LossNormalization = .batch(divisor: nil),
    weights: (classification: Double, box: Double) = (1, 1)
  ) {
    self.matcher = matcher
    self.box = box
    self.negativesPerPositive = negativesPerPositive
    self.normalization = normalization
    self.weights = weights
  }

  /// The loss of a batch. `classLogits` (B, A, K) with K ≥ 1, `boxDeltas` (B, A, 4), `anchors` (A, 4) in the format of the
  /// ground truth, whose labels are from 1 to K − 1.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    classLogits: Tensor<S>, boxDeltas: Tensor<S>, anchors: Boxes<S>, truth: GroundTruth<S>, gradients: Bool,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    try DenseHeads.check(classLogits, boxDeltas, anchors, truth)
    try SoftmaxTerm<S>.checkClasses(classLogits)
    let assignment = try AnchorAssignment(truth) { (objects) throws(DetectionError) in
      try matcher.match(anchors, objects.boxes, deadline: deadline)
        .leavingOut(truth.ignored, anchors, image: objects.image, deadline)
    }
    var terms = DenseTerms(
      anchors: anchors, truth: truth, assignment: assignment,
      divisors: normalization.divisors(positives: assignment.matches.positives), gradients: gradients,
      deadline: deadline)
    let classification = try classification(SoftmaxTerm(classLogits, classes), &terms)
    return CompositeLoss(
      terms.assignment.matches,
      [
        ("classification", "class_logits", classification),
        ("bbox_regression", "box_deltas", try terms.boxes(box, boxDeltas, weight: weights.box)),
      ])
  }

  /// The cross entropy of the rows that count; the others are noted as ignored.
  private func classification(_ rows: SoftmaxTerm<S>, _ terms: inout DenseTerms<S>) throws(DetectionError)
    -> MatchTerm<S>.Evaluated
  {
    let slopes = GradientMemory<S>(rows.logits.shape, wanted: terms.gradients)
    var total = 0.0
    for (image, targets) in terms.assignment.targets.enumerated() {
      let labels = terms.truth.classes(of: targets).map { max($0, 0) }
      let background = targets.indices.filter { targets[$0] == AnchorMatcher<S>.background }
      let weights = terms.truth.weights(of: targets)
      let mined = try mine(rows, image * labels.count, labels, weights, background, terms.deadline)
      let divisor = terms.divisors[image]
      let ignored = targets.count { $0 == AnchorMatcher<S>.ignored }
      terms.assignment.ignore(labels.count - mined.rows.count - ignored, image: image)
      total += mined.sum / divisor
      guard let start = slopes.start else { continue }
      for row in mined.rows {
        rows.writeSlopes(
          image * labels.count + row, labels[row], start, divisor: S(divisor),
          weight: (weights?[row] ?? 1) * S(self.weights.classification))
      }
    }
    return .init(value: total, weight: self.weights.classification, slopes: slopes)
  }

  /// The rows of an image that count: the positives, and the background of the largest loss, of equal ones the first.
  private func mine(
    _ rows: SoftmaxTerm<S>, _ start: Int, _ labels: [Int], _ weights: [S]?, _ background: [Int], _ deadline: Deadline
  ) throws(DetectionError) -> (rows: [Int], sum: Double) {
    let losses = try rows.losses(from: start, labels, deadline: deadline)
    var mined = labels.indices.filter { labels[$0] > 0 }
    let wanted = min((Double(mined.count) * negativesPerPositive).rounded(.up), Double(background.count))
    var hardest = TopK<Int>(Int(wanted)) { losses[$0] != losses[$1] ? losses[$0] > losses[$1] : $0 < $1 }
    for row in background { hardest.insert(row) }
    mined += hardest.sorted()
    let counted = mined.map { (weights?[$0] ?? 1) * losses[$0] }
    return (mined, counted.withUnsafeBufferPointer { pairwiseSum($0) })
  }
}
