import DetectionCore

struct FCOSLossOperation: SingleStageLoss {
  let about = About(
    "losses", "fcos",
    summary: "FCOS's training loss: points to objects, focal loss, IoU loss of the boxes, centerness.",
    formula:
      "L = (w_c Σ FL(σ(class_logits)) + w_b Σ_positive box_loss(box, target) + w_o Σ_positive BCE(centerness, c*))/N",
    source:
      "Tian et al. 2019, «FCOS», eq. 2–3 and §3.2; torchvision, FCOS.compute_loss and FCOSHead.compute_loss",
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 0.5]],
       "box_deltas": [[0.5, 0.5, 0.5, 0.5], [0.5, 0.6, 0.4, 0.7], [0.3, 0.3, 0.3, 0.3], [0.4, 0.3, 0.6, 0.5]],
       "centerness": [[0.0], [1.0], [-1.0], [0.5]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "target_boxes": [[12, 10, 50, 44]],
       "target_labels": [1], "gradients": true, "details": true}
      """#)
  let outputs = HeadFields(
    logits: "Rows run level by level, then y, x; for B images a batch.",
    deltas: "Distances left, top, right, bottom from the cell's centre, after the head's relu or exp. At positives "
      + "left + right and top + bottom ≥ 0.")
  let centerness = TensorField.reals(
    "centerness", .of("A", "1"), .of("B", "A", "1"), differentiable: true, holds: "Logits.")
  let truth = TargetFields(ignoring: "points by their cells")
  let pyramid = PyramidFields(
    imageSize: .ofLosses, featureSizes: Field.featureSizes("[[h, w] per level].").required)
  let points = PointFields()
  let centerSamplingRadius = Field.nullableNumber(
    "center_sampling_radius", .positive, default: 1.5,
    "A positive is less than this many strides from the object's centre, along each axis. null: anywhere inside.")
  let focal = FocalFields()
  let overlap = Field<OverlapKind>.choice(
    "box_loss", among: OverlapKind.measures, default: .giou, "The loss of the decoded box.")
  let normalization = NormalizationFields.dense(default: .batch)
  let composite = CompositeFields(LossStage(terms: Self.allTerms, rows: "anchor_indices"))

  private static let classification = LossTerm(
    "classification", "sigmoid focal loss of every class of every point")
  private static let boxRegression = LossTerm("bbox_regression", "box_loss of the positives")
  private static let pointCenterness = LossTerm("bbox_ctrness", "binary cross entropy of their centerness")
  private static let allTerms = [classification, boxRegression, pointCenterness]

  var terms: [LossTerm] { Self.allTerms }
  var heads: [TensorField<Reals>] { [outputs.classLogits, outputs.boxDeltas, centerness] }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let logits: Tensor<S> = try batch.tensor(outputs.classLogits)
    let loss = FCOSLoss<S>(
      matcher: PointMatcher(centerSamplingRadius: request[centerSamplingRadius].map { S($0) }),
      focal: focal.read(request), overlap: request[overlap], isNormalized: request[points.isNormalized],
      normalization: normalization.read(request, imageCount: batch.imageCount), weights: weights(request))
    let rows = logits.shape[1]
    let grid = try pyramid.grid(
      request, padded: pyramid.images.paddedSize(request, count: batch.imageCount), rows: rows,
      of: outputs.classLogits)
    let cells: Boxes<S> = grid.cellBoxes(offset: request[points.centerOffset], rows: rows)
    try check(cells)
    return try loss.evaluate(
      classLogits: logits, boxDeltas: batch.tensor(outputs.boxDeltas), centerness: batch.tensor(centerness),
      anchors: cells, levels: grid.rows() ?? [],
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<logits.shape[2]),
      gradients: gradients, deadline: request.limits.deadline)
  }

  /// Cells as far out as numbers reach, or smaller than their place has digits for, have no extent.
  private func check<S: Scalar>(_ cells: Boxes<S>) throws(Problem) {
    let edges = cells.tensor.elements
    for start in stride(from: 0, to: edges.count, by: 4) {
      guard edges[start] < edges[start + 2], edges[start + 1] < edges[start + 3] else {
        throw Problem(
          .outOfRange, at: "/strides",
          "strides and center_offset leave cell \(start / 4) without an extent in this precision")
      }
    }
  }

  private func weights(_ request: Request) -> (classification: Double, box: Double, centerness: Double) {
    (
      request[Self.classification.weight], request[Self.boxRegression.weight],
      request[Self.pointCenterness.weight]
    )
  }
}
