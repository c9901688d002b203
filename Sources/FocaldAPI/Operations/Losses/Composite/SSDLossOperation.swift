import DetectionCore

struct SSDLossOperation: CompositeLossDefinition {
  let name = "ssd"
  let summary =
    "SSD's training loss: matching, softmax cross entropy with hard negative mining, box loss of the positives."
  let formula =
    "L = (w_c Σ_{positive, mined} −log softmax(class_logits) + w_b Σ_positive box_loss(box_deltas, encode(target, anchor)))/N"
  let source = "Liu et al. 2016, «SSD: Single Shot MultiBox Detector», §2.2; torchvision, SSD.compute_loss"
  let ownInputs = [
    HeadInputs.classLogits(holding: "Class 0 is background. One row an anchor; for B images a batch."),
    HeadInputs.boxDeltas,
    Input("anchors", .of("A", "4"), holds: "The default boxes x1, y1, x2, y2; sizes > 0."),
  ]
  let terms = [
    LossTermDeclaration("classification", "softmax cross entropy of the positives and the mined background"),
    LossTermDeclaration("bbox_regression", "box_loss of the positives"),
  ]
  let ownParameters =
    [
      Parameter(
        "positive_threshold", .number(.unit), default: 0.5,
        "IoU from which an anchor is matched to its best object. The best anchor of an object is matched to it anyway."),
      Parameter(
        "neg_to_pos_ratio", .number(.notNegative), default: 3,
        "Background anchors that count, for each positive of their image: those of the largest loss."),
    ] + BoxLossParameters.all(default: "smooth-l1", weights: BoxInputs.weights(default: [10, 10, 5, 5]))
    + NormalizationParameters.all(default: "batch")
  let example = #"""
    {"class_logits": [[2.0, -3.0, 0.5], [-1.0, 1.0, 0.0], [1.0, 0.0, -1.0], [0.5, 0.0, 0.2]],
     "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
     "anchors": [[0, 0, 32, 32], [16, 16, 48, 48], [32, 32, 64, 64], [0, 32, 32, 64]],
     "target_boxes": [[18, 20, 50, 50]], "target_labels": [2], "neg_to_pos_ratio": 2, "gradients": true, "details": true}
    """#

  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S> {
    let heads = try HeadBatch(arguments, ["class_logits", "box_deltas"])
    guard heads.imageCount > 0 else { return try lossOfNoImages(arguments) }
    let logits: Tensor<S> = try heads.tensor("class_logits")
    let loss = SSDLoss<S>(
      matcher: BestAnchorMatcher(positiveThreshold: arguments.scalar("positive_threshold")),
      box: BoxLossParameters.loss(arguments), negativesPerPositive: arguments.number("neg_to_pos_ratio"),
      normalization: try NormalizationParameters.normalization(arguments),
      weights: (arguments.number("classification_weight"), arguments.number("bbox_regression_weight")))
    return try loss.evaluate(
      classLogits: logits, boxDeltas: heads.tensor("box_deltas"), anchors: arguments.boxes("anchors", format: .xyxy),
      truth: GroundTruthInputs.read(
        arguments, imageCount: heads.imageCount, classes: 1..<max(logits.shape[2], 1)),
      gradients: gradients, deadline: arguments.limits.deadline)
  }
}
