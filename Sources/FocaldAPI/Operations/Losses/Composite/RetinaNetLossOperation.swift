import DetectionCore

struct RetinaNetLossOperation: CompositeLossDefinition {
  let name = "retinanet"
  let summary = "RetinaNet's training loss: matching, focal loss of all anchors that count, box loss of the positives."
  let formula = "L = w_c Σ FL(σ(class_logits))/N + w_b Σ_positive box_loss(box_deltas, encode(target, anchor))/N"
  let source =
    "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4.1; torchvision, RetinaNetHead.compute_loss"
  let ownInputs = [HeadInputs.classLogits(), HeadInputs.boxDeltas, AnchorInputs.explicit]
  let terms = [
    LossTermDeclaration("classification", "sigmoid focal loss of every class of every anchor that is not ignored"),
    LossTermDeclaration("bbox_regression", "box_loss of the positives"),
  ]
  let ownParameters =
    AnchorInputs.pyramid + MatcherParameters.all(positive: 0.5, negative: 0.4, lowQuality: false)
    + FocalParameters.all + BoxLossParameters.all(default: "l1") + NormalizationParameters.all(default: "image")
  let example = #"""
    {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 0.5]],
     "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
     "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1],
     "target_boxes": [[20, 20, 50, 50]], "target_labels": [1], "gradients": true, "details": true}
    """#

  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S> {
    let heads = try HeadBatch(arguments, ["class_logits", "box_deltas"])
    guard heads.imageCount > 0 else { return try lossOfNoImages(arguments) }
    let (logits, deltas): (Tensor<S>, Tensor<S>) = (try heads.tensor("class_logits"), try heads.tensor("box_deltas"))
    let loss = RetinaNetLoss<S>(
      matcher: try MatcherParameters.matcher(arguments),
      focal: FocalParameters.loss(arguments), box: BoxLossParameters.loss(arguments),
      normalization: try NormalizationParameters.normalization(arguments),
      classificationWeight: arguments.number("classification_weight"),
      boxWeight: arguments.number("bbox_regression_weight"))
    return try loss.evaluate(
      classLogits: logits, boxDeltas: deltas,
      anchors: AnchorInputs.anchors(arguments, rows: logits.shape[1], imageCount: heads.imageCount),
      truth: GroundTruthInputs.read(arguments, imageCount: heads.imageCount, classes: 0..<logits.shape[2]),
      gradients: gradients, deadline: arguments.limits.deadline)
  }
}
