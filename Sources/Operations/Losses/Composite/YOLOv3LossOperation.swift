import DetectionCore

struct YOLOv3LossOperation: SingleStageLoss {
  let about = About(
    "losses", "yolov3",
    summary: "YOLOv3's training loss: box error, yes-or-no objectness of every row, independent yes-or-no classes.",
    formula:
      "L = 1/N [w_box Σ_pos box + w_obj Σ_pos −log σ(t_o) + w_noobj Σ_neg −log(1 − σ(t_o)) + w_cls Σ_pos Σ_k BCE(t_k)]",
    source: "Redmon and Farhadi 2018, «YOLOv3», §2.1–2.3",
    example: #"""
      {"predictions": [[0.1, -0.2, 0.3, 0.1, -2.0, 0.5, -1.0], [0.2, 0.3, -0.1, 0.2, 1.5, 2.0, -1.5],
                       [-0.3, 0.1, 0.2, 0.4, -1.0, 0.0, 0.5], [0.0, 0.2, 0.1, -0.3, -3.0, -1.0, 0.2]],
       "image_size": [64, 64], "strides": [32], "anchors": [[[30, 24]]],
       "target_boxes": [[34, 6, 60, 28]], "target_labels": [0], "gradients": true, "details": true}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("N", "5+K"), .of("B", "N", "5+K"), differentiable: true,
    holds: "t_x, t_y, t_w, t_h, t_o and K class logits, before any activation; rows run level by level, then in "
      + "row_order.")
  let truth = TargetFields(ignoring: "anchors, each in the middle of its cell,")
  let grid = YOLOAnchorGridFields(order: .cellMajor)
  let boxError = Field<YOLOv3Loss<Double>.BoxError>.choice(
    "box_loss", default: .raw,
    "\"raw\": Σ (t* − t)² over t_x, t_y, t_w, t_h, as losses.yolov3-box. \"ciou\": of the decoded box.")
  let centerMargin = Field.number(
    "center_margin", .from(0, to: 0.5), default: 0.01,
    "With box_loss \"raw\": target centres are kept this part of a cell away from its edges, where t* is infinite. 0: by "
      + "the smallest normal number, as losses.yolov3-box.")
  let ignoreThreshold = Field.number(
    "ignore_threshold", .unit, default: 0.5,
    "A row without an object is ignored if its IoU with an object of the image is greater.")
  let ignoredBy = Field<YOLOv3Loss<Double>.Overlapping>.choice(
    "ignore_by", default: .prediction,
    "The IoU of the predicted box (authors' code), or of the anchor in the middle of its cell (the paper's words).")
  let classes = YesNoClassFields()
  let normalization = NormalizationFields.yolo(default: .batch)
  let composite = CompositeFields(LossStage(terms: Self.yoloTerms.all, rows: "anchor_indices"))

  private static let yoloTerms = YOLOTerms(
    box: LossTerm("box", "box_loss of the matched rows"),
    objectness: LossTerm("objectness", "−log σ(t_o) of the matched rows"),
    noObject: LossTerm("no_object", "−log(1 − σ(t_o)) of rows that are neither matched nor ignored"),
    classification: LossTerm(
      "classification", "cross entropy of each class of the matched rows, a sigmoid for each"))

  var terms: [LossTerm] { Self.yoloTerms.all }
  var heads: [TensorField<Reals>] { [predictions] }

  func check(_ request: Request) throws { _ = try grid.read(request) }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let values: Tensor<S> = try batch.tensor(predictions)
    var loss = YOLOv3Loss<S>(
      boxError: request.word(boxError), centerMargin: request[centerMargin, as: S.self],
      ignoreThreshold: request[ignoreThreshold, as: S.self], ignoredBy: request.word(ignoredBy),
      normalization: normalization.read(request, imageCount: batch.imageCount),
      weights: Self.yoloTerms.weights(request))
    loss.classes = classes.read(request)
    return try loss.evaluate(
      values, grid: grid.read(request),
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<max(values.shape[2] - 5, 0)),
      gradients: gradients, deadline: request.limits.deadline)
  }
}
