import DetectionCore

struct FCOSLossOperation: CompositeLossDefinition {
  let name = "fcos"
  let summary = "FCOS's training loss: points to objects, focal loss, IoU loss of the boxes, centerness."
  let formula =
    "L = (w_c Σ FL(σ(class_logits)) + w_b Σ_positive box_loss(box, target) + w_o Σ_positive BCE(centerness, c*))/N"
  let source = "Tian et al. 2019, «FCOS», eq. 2–3 and §3.2; torchvision, FCOS.compute_loss and FCOSHead.compute_loss"
  let ownInputs = [
    HeadInputs.classLogits(holding: "Rows run level by level, then y, x; for B images a batch."),
    Input(
      "box_deltas", .of("A", "4"), .of("B", "A", "4"), isDifferentiable: true,
      holds: "Distances left, top, right, bottom from the cell's centre, after the head's relu or exp. At positives "
        + "left + right and top + bottom ≥ 0."),
    Input(
      "centerness", .of("A", "1"), .of("B", "A", "1"), isDifferentiable: true, holds: "Logits."),
  ]
  let terms = [
    LossTermDeclaration("classification", "sigmoid focal loss of every class of every point"),
    LossTermDeclaration("bbox_regression", "box_loss of the positives"),
    LossTermDeclaration("bbox_ctrness", "binary cross entropy of their centerness"),
  ]
  let ownParameters =
    [
      AnchorInputs.imageSize, .required("feature_sizes", PyramidParameters.featureSizes, "[[h, w] per level]."),
      PyramidParameters.paddedSize, PyramidParameters.strides,
    ] + FCOSParameters.all + [
      Parameter(
        "center_sampling_radius", .number(.positive), default: 1.5, nullIsValue: true,
        "A positive is less than this many strides from the object's centre, along each axis. null: anywhere inside.")
    ] + FocalParameters.all + [
      Parameter(
        "box_loss", .choice(OverlapKind.allCases.map(\.rawValue)), default: "giou", "The loss of the decoded box.")
    ] + NormalizationParameters.all(default: "batch")
  let example = #"""
    {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 0.5]],
     "box_deltas": [[0.5, 0.5, 0.5, 0.5], [0.5, 0.6, 0.4, 0.7], [0.3, 0.3, 0.3, 0.3], [0.4, 0.3, 0.6, 0.5]],
     "centerness": [[0.0], [1.0], [-1.0], [0.5]],
     "image_size": [64, 64], "feature_sizes": [[2, 2]], "target_boxes": [[12, 10, 50, 44]],
     "target_labels": [1], "gradients": true, "details": true}
    """#

  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S> {
    let heads = try HeadBatch(arguments, ["class_logits", "box_deltas", "centerness"])
    guard heads.imageCount > 0 else { return try lossOfNoImages(arguments) }
    let logits: Tensor<S> = try heads.tensor("class_logits")
    let loss = FCOSLoss<S>(
      matcher: PointMatcher(centerSamplingRadius: arguments.optionalScalar("center_sampling_radius")),
      focal: FocalParameters.loss(arguments), overlap: arguments.choice("box_loss"),
      isNormalized: arguments.flag("normalized_deltas"),
      normalization: try NormalizationParameters.normalization(arguments), weights: weights(arguments))
    let rows = logits.shape[1]
    let grid = try PyramidParameters.grid(
      arguments, padded: AnchorInputs.paddedSize(arguments, heads.imageCount), rows: rows)
    let cells: Boxes<S> = grid.cellBoxes(offset: arguments.number("center_offset"), rows: rows)
    try check(cells)
    return try loss.evaluate(
      classLogits: logits, boxDeltas: heads.tensor("box_deltas"), centerness: heads.tensor("centerness"),
      anchors: cells, levels: grid.rows() ?? [],
      truth: GroundTruthInputs.read(arguments, imageCount: heads.imageCount, classes: 0..<logits.shape[2]),
      gradients: gradients, deadline: arguments.limits.deadline)
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

  private func weights(_ arguments: Arguments) -> (classification: Double, box: Double, centerness: Double) {
    (
      arguments.number("classification_weight"), arguments.number("bbox_regression_weight"),
      arguments.number("bbox_ctrness_weight")
    )
  }
}
