import DetectionCore

struct YOLOv1LossOperation: SingleStageLoss {
  let about = About(
    "losses", "yolov1",
    summary:
      "YOLOv1's training loss: squared errors of place, confidence and classes, one responsible predictor an object.",
    formula:
      "L = 1/N [w_box Σ_pos ((x−x*)² + (y−y*)² + (√w−√w*)² + (√h−√h*)²) + w_obj Σ_pos (C−IoU)² + w_noobj Σ_others C² "
      + "+ w_cls Σ_cells Σ_k (p_k−p*_k)²]",
    source: "Redmon et al. 2016, «You Only Look Once», eq. 3",
    example: #"""
      {"predictions": [[[0.2, 0.3, 0.4, 0.5, 0.6, 0.1, 0.9, 0.2, 0.2, 0.3, 0.7, 0.2],
                        [0.5, 0.5, 0.3, 0.4, 0.1, 0.4, 0.6, 0.2, 0.3, 0.2, 0.4, 0.5]]],
       "image_size": [100, 200], "target_boxes": [[10, 20, 60, 80]], "target_labels": [0],
       "gradients": true, "details": true}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("H", "W", "5P+K"), .of("B", "H", "W", "5P+K"), differentiable: true,
    holds:
      "For every cell x, y, w, h and confidence of P predictors, then K classes. x, y from the cell's corner, in "
      + "cells; w, h relative to the image.")
  let truth = TargetFields(ignoring: "cells")
  let imageSize = YOLOGridFields.imageSize
  let predictors = Field.integer("predictors", .from(1), default: 2, "P: predictors of a cell.")
  let sizeEncoding = Field<YOLOv1Loss<Double>.SizeEncoding>.choice(
    "size_encoding", default: .size,
    "What w and h are: \"size\", of which the loss takes the root (eq. 3; of a negative one −√−w); or \"root\", the root "
      + "itself (the paper's words, the authors' code).")
  let classWeights = Field.classWeights
  let normalization = NormalizationFields.yolo(default: .paper)
  let composite = CompositeFields(LossStage(terms: Self.yoloTerms.all, rows: "predictor_indices"))

  private static let yoloTerms = YOLOTerms(
    box: LossTerm("box", weight: 5, "squared errors of x, y, √w, √h of the responsible predictors (λ_coord)"),
    objectness: LossTerm(
      "objectness", "squared errors of their confidence, whose target is the IoU of box and object"),
    noObject: LossTerm("no_object", weight: 0.5, "squared confidence of all other predictors (λ_noobj)"),
    classification: LossTerm("classification", "squared errors of the classes of the cells with an object"))

  var terms: [LossTerm] { Self.yoloTerms.all }
  var heads: [TensorField<Reals>] { [predictions] }
  var imageRank: Int { 3 }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let values: Tensor<S> = try batch.tensor(predictions)
    let predictors = request[predictors]
    guard values.shape[3] / 5 >= predictors else {
      throw Problem(
        .shapeMismatch, at: "/predictions",
        "a cell has \(counted(values.shape[3], "number")), but \(counted(predictors, "predictor")) alone take "
          + "\(predictors) · 5")
    }
    var loss = YOLOv1Loss<S>(
      predictors: predictors, sizeEncoding: request.word(sizeEncoding),
      normalization: normalization.read(request, imageCount: batch.imageCount),
      weights: Self.yoloTerms.weights(request))
    loss.classWeights = request[classWeights]?.map { S($0) }
    return try loss.evaluate(
      values, image: request[imageSize] ?? ImageSize(height: 1, width: 1),
      truth: truth.read(
        request, imageCount: batch.imageCount, classes: 0..<values.shape[3] - 5 * predictors),
      gradients: gradients, deadline: request.limits.deadline)
  }
}
