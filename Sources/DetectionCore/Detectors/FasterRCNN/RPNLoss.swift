/// The loss that a region proposal network is trained with: cross entropy of the objectness of all anchors that count, and a
/// box loss of the matched ones.
///
///     L = (w_o Σ BCE(σ(objectness)) + w_b Σ_positive box_loss(box_deltas, encode(target))) / N
///
/// N are the anchors that count, of all images together: those that are not ignored, or a sample of them. Ren et al.,
/// «Faster R-CNN» (2015), §3.1.2; torchvision's `RegionProposalNetwork.compute_loss`.
public struct RPNLoss<S: Scalar>: Sendable {
  /// Who is positive, background, or ignored.
  public var matcher: AnchorMatcher<S>
  /// The box term.
  public var box: BoxRegressionLoss<S>
  /// Who of them counts; `nil`: all.
  public var sampler: RowSampler?
  /// N > 0; `nil`: the anchors that count, at least 1.
  public var normalizer: Double?
  /// w_o.
  public var objectnessWeight: Double
  /// w_b.
  public var boxWeight: Double

  /// A loss; without arguments torchvision's, but for its sampler.
  public init(
    matcher: AnchorMatcher<S> = .init(positiveThreshold: 0.7, negativeThreshold: 0.3, allowsLowQuality: true),
    box: BoxRegressionLoss<S> = .init(.smoothL1, beta: 1 / 9), sampler: RowSampler? = nil, normalizer: Double? = nil,
    objectnessWeight: Double = 1, boxWeight: Double = 1
  ) {
    self.matcher = matcher
    self.box = box
    self.sampler = sampler
    self.normalizer = normalizer
    self.objectnessWeight = objectnessWeight
    self.boxWeight = boxWeight
  }

  /// The loss of a batch. `objectness` (B, A, 1), `boxDeltas` (B, A, 4), `anchors` (A, 4) in the format of the ground
  /// truth, whose labels count for nothing.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    objectness: Tensor<S>, boxDeltas: Tensor<S>, anchors: Boxes<S>, truth: GroundTruth<S>, gradients: Bool,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    try DenseHeads.check(.objectness, objectness, truth.imageCount, anchors.count, 1)
    try DenseHeads.check(.rpnBoxDeltas, boxDeltas, truth.imageCount, anchors.count, 4)
    try DenseHeads.check(anchors, as: .anchors, truth)
    var assignment = try AnchorAssignment(matcher, anchors, truth, deadline: deadline)
    let samples = sampler.map { assignment.sample($0) }
    let terms = DenseTerms(
      anchors: anchors, truth: truth, assignment: assignment, divisors: assignment.divisors(normalizer),
      gradients: gradients, deadline: deadline)
    // An anchor has one class, whatever its object's.
    let labels = assignment.targets.map { $0.map { min($0, 0) } }
    let crossEntropy = FocalLoss<S>(gamma: 0, alpha: nil)
    return CompositeLoss(
      assignment.matches, samples: samples,
      [
        ("objectness", "objectness", try terms.focal(crossEntropy, objectness, labels, weight: objectnessWeight)),
        ("rpn_box_reg", "rpn_box_deltas", try terms.boxes(box, boxDeltas, weight: boxWeight)),
      ])
  }
}
