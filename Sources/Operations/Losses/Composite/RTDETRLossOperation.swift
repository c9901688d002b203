import DetectionCore

struct RTDETRLossOperation: SetLossDefinition {
  let about = About(
    "losses", "rtdetr",
    summary: "RT-DETR's training loss: queries paired with objects, varifocal loss of IoU-aware scores, L1 and GIoU.",
    formula: "L = w_c Σ (α p^γ [q = 0] + q) BCE(p, q)/N + w_l Σ_pairs |b−b*|₁/N + w_g Σ_pairs (1−GIoU)/N,  "
      + "q = IoU at a pair's class, else 0",
    source: "Zhao et al. 2024, «DETRs Beat YOLOs on Real-time Object Detection», eq. 2; Hugging Face, RTDetrLoss",
    example: #"""
      {"class_logits": [[2.0, -1.0], [-1.0, -3.0], [0.0, 1.5]],
       "boxes": [[0.5, 0.5, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1], [0.25, 0.75, 0.5, 0.25]], "image_size": [480, 640],
       "target_boxes": [[260, 150, 390, 330], [20, 300, 330, 420]], "target_labels": [0, 1], "gradients": true,
       "details": true}
      """#)
  let outputs = QueryFields(logits: "C logits per query, one per class; each has a sigmoid of its own.")
  let truth = TargetFields.ofQueries
  let costs = SetCostFields(classification: 2, "a focal loss as a positive less that as a negative")
  let costAlpha = Field.number("matcher_alpha", .unit, default: 0.25, "α of the pairing's focal loss.")
  let costGamma = Field.number("matcher_gamma", .notNegative, default: 2, "γ of the pairing's focal loss.")
  let alpha = Field.number("alpha", .notNegative, default: 0.75, "α: the weight of negatives.")
  let gamma = Field.number("gamma", .notNegative, default: 2, "γ ≥ 0: the exponent of a negative's score.")
  let classWeights = Field.classWeights
  let normalizer = Field.optionalNumber(
    "normalizer", .positive, "N, such as the mean over several machines. null: the objects of the batch, at least 1.")
  let composite = CompositeFields(Self.stage)

  static let classification = LossTerm(
    "classification", "varifocal loss of every class of every query; IoU and weight are constants in the gradient")

  func labels(ofLogits count: Int) -> Range<Int> { 0..<count }

  func classCost(_ request: Request) -> SetMatcher.ClassCost {
    .focal(alpha: request[costAlpha], gamma: request[costGamma])
  }

  func classification<S: Scalar>(_ request: Request, as scalar: S.Type) -> SetPredictionLoss<S>.Classification {
    .varifocal(alpha: request[alpha, as: S.self], gamma: request[gamma, as: S.self])
  }
}
