/// The loss that RetinaNet is trained with: focal loss over all classes of all anchors that are not ignored, and a box
/// loss on the matched ones.
///
///     L = w_c Σ FL(σ(class_logits)) / N + w_b Σ_positive box_loss(box_deltas, encode(target)) / N
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §4.1; torchvision's `RetinaNetHead.compute_loss`.
public struct RetinaNetLoss<S: Scalar>: Sendable {
  /// Who is positive, background, or ignored.
  public var matcher: AnchorMatcher<S>
  /// The classification term.
  public var focal: FocalLoss<S>
  /// The box term.
  public var box: BoxRegressionLoss<S>
  /// What N is.
  public var normalization: LossNormalization
  /// Whether of an anchor's classes, and of its four offsets, the mean is taken instead of the sum.
  public var meansRows = false
  /// ε of the focal loss, as of ``ClippedFocalLoss``; 0: none.
  public var probabilityEps: S = 0
  /// w_c.
  public var classificationWeight: Double
  /// w_b.
  public var boxWeight: Double

  /// A loss; without arguments torchvision's, but for its matches of low quality.
  public init(
    matcher: AnchorMatcher<S> = .init(), focal: FocalLoss<S> = .init(), box: BoxRegressionLoss<S> = .init(),
    normalization: LossNormalization = .perImage, classificationWeight: Double = 1, boxWeight: Double = 1
  ) {
    self.matcher = matcher
    self.focal = focal
    self.box = box
    self.normalization = normalization
    self.classificationWeight = classificationWeight
    self.boxWeight = boxWeight
  }

  /// The loss of a batch. `classLogits` (B, A, K), `boxDeltas` (B, A, 4), `anchors` (A, 4) in the format of the ground
  /// truth, whose labels are below K.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    classLogits: Tensor<S>, boxDeltas: Tensor<S>, anchors: Boxes<S>, truth: GroundTruth<S>, gradients: Bool,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    try DenseHeads.check(classLogits, boxDeltas, anchors, truth)
    let assignment = try AnchorAssignment(matcher, anchors, truth, deadline: deadline)
    let terms = DenseTerms(
      anchors: anchors, truth: truth, assignment: assignment,
      divisors: normalization.divisors(positives: assignment.matches.positives), gradients: gradients,
      deadline: deadline, probabilityEps: probabilityEps)
    let classes = meansRows ? max(classLogits.shape[2], 1) : 1
    let offsets = meansRows && box.kind.isOfOffsets ? 4 : 1
    return CompositeLoss(
      assignment.matches,
      [
        (
          "classification", "class_logits",
          try terms.divided(by: classes).focal(focal, classLogits, weight: classificationWeight)
        ),
        ("bbox_regression", "box_deltas", try terms.divided(by: offsets).boxes(box, boxDeltas, weight: boxWeight)),
      ])
  }
}
