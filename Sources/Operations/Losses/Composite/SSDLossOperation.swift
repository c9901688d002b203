import DetectionCore

struct SSDLossOperation: AnchorLoss {
  let about = About(
    "losses", "ssd",
    summary:
      "SSD's training loss: matching, softmax cross entropy with hard negative mining, box loss of the positives.",
    formula:
      "L = (w_c Σ_{positive, mined} −log softmax(class_logits) + w_b Σ_positive box_loss(box_deltas, encode(target, anchor)))/N",
    source: "Liu et al. 2016, «SSD: Single Shot MultiBox Detector», §2.2; torchvision, SSD.compute_loss",
    example: #"""
      {"class_logits": [[2.0, -3.0, 0.5], [-1.0, 1.0, 0.0], [1.0, 0.0, -1.0], [0.5, 0.0, 0.2]],
       "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "anchors": [[0, 0, 32, 32], [16, 16, 48, 48], [32, 32, 64, 64], [0, 32, 32, 64]],
       "target_boxes": [[18, 20, 50, 50]], "target_labels": [2], "neg_to_pos_ratio": 2, "gradients": true, "details": true}
      """#)
  let outputs = HeadFields(logits: "Class 0 is background. One row an anchor; for B images a batch.")
  let anchors = TensorField.reals(
    "anchors", .of("A", "4"), holds: "The default boxes x1, y1, x2, y2; sizes > 0.")
  let truth = TargetFields(ignoring: "anchors")
  let positiveThreshold = Field.number(
    "positive_threshold", .unit, default: 0.5,
    "IoU from which an anchor is matched to its best object. The best anchor of an object is matched to it anyway.")
  let negativesPerPositive = Field.number(
    "neg_to_pos_ratio", .notNegative, default: 3,
    "Background anchors that count, for each positive of their image: those of the largest loss.")
  let box = BoxLossFields(default: .smoothL1, weights: [10, 10, 5, 5])
  let classes = SoftmaxClassFields()
  let normalization = NormalizationFields.dense(default: .batch)
  let composite = CompositeFields(Self.stage)

  static let classification = LossTerm(
    "classification", "softmax cross entropy of the positives and the mined background")

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let logits: Tensor<S> = try batch.tensor(outputs.classLogits)
    var loss = SSDLoss<S>(
      matcher: BestAnchorMatcher(positiveThreshold: request[positiveThreshold, as: S.self]),
      box: box.read(request), negativesPerPositive: request[negativesPerPositive],
      normalization: normalization.read(request, imageCount: batch.imageCount),
      weights: (request[Self.classification.weight], request[LossTerm.boxRegression.weight]))
    loss.classes = classes.read(request)
    return try loss.evaluate(
      classLogits: logits, boxDeltas: batch.tensor(outputs.boxDeltas), anchors: request.boxes(anchors, .xyxy),
      truth: truth.read(request, imageCount: batch.imageCount, classes: 1..<max(logits.shape[2], 1)),
      gradients: gradients, deadline: request.limits.deadline)
  }
}
