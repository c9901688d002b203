import DetectionCore

struct DETRLossOperation: SetLossDefinition {
  let about = About(
    "losses", "detr",
    summary: "DETR's training loss: queries paired with objects by the Hungarian method, cross entropy, L1 and GIoU.",
    formula: "L = w_c CE_ε(class_logits) + w_l Σ_pairs |b−b*|₁/N + w_g Σ_pairs (1−GIoU)/N,  "
      + "pairs = argmin Σ (−c_c p + c_l |b−b*|₁ − c_g GIoU)",
    source: "Carion et al. 2020, «End-to-End Object Detection with Transformers», eq. 1–2, §3.1; "
      + "Crouse 2016, «On Implementing 2D Rectangular Assignment Algorithms»",
    example: #"""
      {"class_logits": [[2.0, -1.0, 0.5], [-1.0, 0.2, 3.0], [0.0, 4.0, 1.0]],
       "boxes": [[0.5, 0.5, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1], [0.25, 0.75, 0.5, 0.25]], "image_size": [480, 640],
       "target_boxes": [[260, 150, 390, 330], [20, 300, 330, 420]], "target_labels": [0, 1], "gradients": true,
       "details": true}
      """#)
  let outputs = QueryFields(logits: "C = K + 1 logits per query: K classes, and last that there is no object.")
  let truth = TargetFields.ofQueries
  let costs = SetCostFields(classification: 1, "−p")
  let noObjectWeight = Field.number(
    "eos_coefficient", .notNegative, default: 0.1, "ε: what queries without an object count in the weighted mean.")
  let classWeights = Field.optionalNumbers(
    "class_weights", .notNegative,
    "K weights, one for each class, in the weighted mean beside ε, as PyTorch's weight. null: all 1.")
  let normalizer = Field.optionalNumber(
    "normalizer", .positive, "N, such as the mean over several machines. null: the objects of the batch, at least 1.")
  let composite = CompositeFields(Self.stage)

  static let classification = LossTerm(
    "classification", "softmax cross entropy of every query, the mean weighted by 1 and ε")

  func labels(ofLogits count: Int) -> Range<Int> { 0..<max(count - 1, 0) }

  func classCost(_ request: Request) -> SetMatcher.ClassCost { .softmax }

  func classification<S: Scalar>(_ request: Request, as scalar: S.Type) -> SetPredictionLoss<S>.Classification {
    .softmax(noObject: request[noObjectWeight, as: S.self])
  }
}
