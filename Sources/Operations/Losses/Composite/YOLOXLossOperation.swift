import DetectionCore

struct YOLOXLossOperation: SingleStageLoss {
  let about = About(
    "losses", "yolox",
    summary:
      "YOLOX's training loss: SimOTA's assignment, IoU loss, objectness, IoU-aware classes, L1 in the last epochs.",
    formula: "L = (w_box Σ_pos (1−IoU²) + w_obj Σ BCE(σ(t_o), [pos]) + w_cls Σ_pos Σ_k BCE(σ(c_k), IoU [k=label]) "
      + "+ w_l1 Σ_pos |t−t*|₁)/N",
    source: "Ge et al. 2021, «YOLOX: Exceeding YOLO Series in 2021», §2; the authors' code, YOLOXHead.get_losses",
    example: #"""
      {"predictions": [[0.1, -0.2, 0.3, 0.1, -2.0, 0.5, -1.0], [0.2, 0.3, -0.1, 0.2, 1.5, 2.0, -1.5],
                       [-0.3, 0.1, 0.2, 0.4, -1.0, 0.0, 0.5], [0.0, 0.2, 0.1, -0.3, -3.0, -1.0, 0.2]],
       "image_size": [64, 64], "strides": [32], "target_boxes": [[34, 6, 60, 28]], "target_labels": [0],
       "gradients": true, "details": true}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("N", "5+K"), .of("B", "N", "5+K"), differentiable: true,
    holds:
      "t_x, t_y, t_w, t_h, t_o and K class logits of every cell, before any activation; level by level, row by row.")
  let truth = TargetFields(ignoring: "points by their cells")
  let cells = YOLOGridFields()
  let centerRadius = Field.number(
    "center_radius", .positive, default: 1.5,
    "How near an object's centre a candidate lies, in strides, along each axis.")
  let candidates = Field.integer(
    "candidates", .from(1), default: 10, "IoUs of an object that are summed for the number of its points.")
  let usesL1 = Field.flag("use_l1", "Adds the L1 of the raw outputs, as in the last epochs, without mosaic.")
  let classes = YesNoClassFields()
  let normalizer = Field.optionalNumber(
    "normalizer", .positive, "N, such as the mean over several machines. null: the matched points, at least 1.")
  let composite = CompositeFields(LossStage(terms: Self.allTerms, rows: "anchor_indices"))

  private static let box = LossTerm("box", weight: 5, "1 − IoU² of the matched points")
  private static let objectness = LossTerm("objectness", "cross entropy of every point, 1 for matched ones")
  private static let classification = LossTerm(
    "classification", "cross entropy of every class of the matched points, the IoU as target of the object's")
  private static let l1 = LossTerm("l1", "with use_l1: |t − t*|₁ of the matched points' raw outputs")
  private static let allTerms = [box, objectness, classification, l1]

  var terms: [LossTerm] { Self.allTerms }
  var heads: [TensorField<Reals>] { [predictions] }

  func check(_ request: Request) throws { _ = try cells.levels(request) }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let values: Tensor<S> = try batch.tensor(predictions)
    var loss = YOLOXLoss<S>(
      assigner: SimOTAAssigner(centerRadius: request[centerRadius], candidates: request[candidates]),
      usesL1: request[usesL1],
      weights: .init(
        box: request[Self.box.weight], objectness: request[Self.objectness.weight],
        classification: request[Self.classification.weight], l1: request[Self.l1.weight]),
      normalizer: request[normalizer])
    loss.classes = classes.read(request)
    return try loss.evaluate(
      values, levels: cells.levels(request),
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<max(values.shape[2] - 5, 0)),
      gradients: gradients, limit: request.limits.answerElements, deadline: request.limits.deadline)
  }
}
