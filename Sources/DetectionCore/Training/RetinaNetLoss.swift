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
    try checkHeads(classLogits, boxDeltas, anchors, truth)
    let assignment = try AnchorAssignment(matcher, anchors, truth, deadline: deadline)
    let divisors = normalization.divisors(positives: assignment.matches.positives)
    let logitSlopes = GradientMemory<S>(classLogits.shape, wanted: gradients)
    let deltaSlopes = GradientMemory<S>(boxDeltas.shape, wanted: gradients)
    let classification = try classificationTerm(
      classLogits, assignment, truth, divisors, logitSlopes.start, deadline)
    let regression = AnchorBoxTerm(loss: box, weight: S(boxWeight), divisors: divisors)
    return CompositeLoss(
      terms: [
        .init("classification", classification, weight: classificationWeight),
        .init(
          "bbox_regression",
          try regression.evaluate(boxDeltas, anchors, truth, assignment.matches, deltaSlopes.start, deadline),
          weight: boxWeight),
      ],
      matches: assignment.matches,
      gradients: logitSlopes.gradient(by: "class_logits") + deltaSlopes.gradient(by: "box_deltas"))
  }

  private func checkHeads(
    _ logits: Tensor<S>, _ deltas: Tensor<S>, _ anchors: Boxes<S>, _ truth: GroundTruth<S>
  ) throws(DetectionError) {
    let (images, count) = (truth.imageCount, anchors.count)
    guard logits.shape.rank == 3, logits.shape[0] == images, logits.shape[1] == count else {
      throw .shapeMismatch(
        input: "class_logits", expected: "(\(images), \(count), K), one row an anchor", found: logits.shape)
    }
    guard deltas.shape.extents == [images, count, 4] else {
      throw .shapeMismatch(
        input: "box_deltas", expected: "(\(images), \(count), 4), one row an anchor", found: deltas.shape)
    }
    try anchors.checkPositiveSizes(named: "anchors")
  }

  private func classificationTerm(
    _ logits: Tensor<S>, _ assignment: AnchorAssignment<S>, _ truth: GroundTruth<S>, _ divisors: [Double],
    _ slopes: UnsafeMutablePointer<S>?, _ deadline: Deadline
  ) throws(DetectionError) -> Double {
    let dense = DenseFocalLoss(loss: focal, classes: logits.shape[2])
    let perImage = logits.shape[1] * logits.shape[2]
    return try logits.withElements { (elements) throws(DetectionError) -> Double in
      var total = 0.0
      for (image, targets) in assignment.targets.enumerated() {
        let rows = DenseFocalLoss<S>.Rows(
          logits: elements.baseAddress.unsafelyUnwrapped + image * perImage,
          slopes: slopes.map { $0 + image * perImage }, labels: targets.map { $0 >= 0 ? truth.labels[$0] : $0 })
        let sum = try dense.evaluate(
          rows, weight: S(classificationWeight), divisor: S(divisors[image]), deadline: deadline)
        total += sum / divisors[image]
      }
      return total
    }
  }
}
