import DetectionCore

struct RetinaNetLossOperation: AnchorLoss {
  let about = About(
    "losses", "retinanet",
    summary: "RetinaNet's training loss: matching, focal loss of all anchors that count, box loss of the positives.",
    formula: "L = w_c Σ FL(σ(class_logits))/N + w_b Σ_positive box_loss(box_deltas, encode(target, anchor))/N",
    source:
      "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4.1; torchvision, RetinaNetHead.compute_loss",
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 0.5]],
       "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1],
       "target_boxes": [[20, 20, 50, 50]], "target_labels": [1], "gradients": true, "details": true}
      """#)
  let outputs = HeadFields()
  let anchors = AnchorFields.ofLosses
  let truth = TargetFields(ignoring: "anchors")
  let thresholds = MatchThresholdFields(positive: 0.5, negative: 0.4, lowQuality: false).withLowQualityRule
  let focal = FocalFields().withProbabilityEps
  let box = BoxLossFields(default: .l1)
  let rowReduction = Field<RowReduction>.choice(
    "row_reduction", default: .sum,
    "What is taken of an anchor's classes, and of its four offsets' differences: the sum, or the mean (Keras).")
  let normalization = NormalizationFields.retinaNet(default: .image)
  let composite = CompositeFields(Self.stage)

  /// What is taken of a row.
  enum RowReduction: String, CaseIterable {
    case sum, mean
  }

  static let classification = LossTerm(
    "classification", "sigmoid focal loss of every class of every anchor that is not ignored")

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let logits: Tensor<S> = try batch.tensor(outputs.classLogits)
    let deltas: Tensor<S> = try batch.tensor(outputs.boxDeltas)
    var loss = RetinaNetLoss<S>(
      matcher: try thresholds.matcher(request), focal: focal.read(request), box: box.read(request),
      normalization: normalization.read(request, imageCount: batch.imageCount),
      classificationWeight: request[Self.classification.weight], boxWeight: request[LossTerm.boxRegression.weight])
    loss.meansRows = request[rowReduction] == .mean
    loss.probabilityEps = try focal.eps(request, with: loss.focal)
    return try loss.evaluate(
      classLogits: logits, boxDeltas: deltas,
      anchors: anchors.read(request, rows: logits.shape[1], imageCount: batch.imageCount, of: outputs.classLogits),
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<logits.shape[2]),
      gradients: gradients, deadline: request.limits.deadline)
  }
}
