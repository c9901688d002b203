/// The loss that FCOS is trained with: focal loss of all points, an IoU loss of the matched ones' boxes, and the cross
/// entropy of their centerness.
///
///     L = (w_c Σ FL(σ(class_logits)) + w_b Σ_positive IoU loss(box) + w_o Σ_positive BCE(centerness, c*)) / N
///     box = (x − l s, y − t s, x + r s, y + b s),    c* = √(min(l*, r*)/max(l*, r*) · min(t*, b*)/max(t*, b*))
///
/// Tian et al., «FCOS» (2019), eq. 2 and 3; torchvision's `FCOSHead.compute_loss`.
public struct FCOSLoss<S: Scalar>: Sendable {
  /// Which points are trained on which objects.
  public var matcher: PointMatcher<S>
  /// The classification term.
  public var focal: FocalLoss<S>
  /// The box term.
  public var overlap: OverlapKind
  /// Whether distances are in the anchor's width and height, or in pixels.
  public var isNormalized: Bool
  /// What N is.
  public var normalization: LossNormalization
  /// w_c, w_b, w_o.
  public var weights: (classification: Double, box: Double, centerness: Double)

  /// A loss; without arguments torchvision's.
  public init(
    matcher: PointMatcher<S> = .init(), focal: FocalLoss<S> = .init(), overlap: OverlapKind = .giou,
    isNormalized: Bool = true, normalization: LossNormalization = .batch(divisor: nil),
    weights: (classification: Double, box: Double, centerness: Double) = (1, 1, 1)
  ) {
    self.matcher = matcher
    self.focal = focal
    self.overlap = overlap
    self.isNormalized = isNormalized
    self.normalization = normalization
    self.weights = weights
  }

  /// The loss of a batch. `classLogits` (B, A, K), `boxDeltas` (B, A, 4): left, top, right, bottom, `centerness`
  /// (B, A, 1), `anchors` (A, 4) xyxy, whose centres are the points; `levels` divide them.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    classLogits: Tensor<S>, boxDeltas: Tensor<S>, centerness: Tensor<S>, anchors: Boxes<S>, levels: [Range<Int>],
    truth: GroundTruth<S>, gradients: Bool, deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    try DenseHeads.check(classLogits, boxDeltas, anchors, truth)
    try DenseHeads.check(.centerness, centerness, truth.imageCount, anchors.count, 1)
    let assignment = try AnchorAssignment(truth) { (objects) throws(DetectionError) in
      try matcher.match(anchors, levels: levels, objects.boxes, deadline: deadline)
        .leavingOut(truth.ignored, anchors, image: objects.image, deadline)
    }
    let terms = DenseTerms(
      anchors: anchors, truth: truth, assignment: assignment,
      divisors: normalization.divisors(positives: assignment.matches.positives), gradients: gradients,
      deadline: deadline)
    let points = PointTerms(loss: self, anchors: anchors, truth: truth, terms: terms.matched)
    return CompositeLoss(
      assignment.matches,
      [
        ("classification", "class_logits", try terms.focal(focal, classLogits, weight: weights.classification)),
        ("bbox_regression", "box_deltas", try points.box(boxDeltas, gradients: gradients, deadline)),
        ("bbox_ctrness", "centerness", try points.centerness(centerness, gradients: gradients, deadline)),
      ])
  }
}
