import DetectionCore

struct FasterRCNNLossOperation: CompositeLossDefinition {
  let about = About(
    "losses", "faster-rcnn",
    summary: "Faster R-CNN's training loss: of the region proposal network, of the RoI head, or of both.",
    formula: "L = (w_o Σ BCE(σ(objectness)) + w_rb Σ_positive rpn_box_loss)/N_rpn + "
      + "(w_c Σ −log softmax(class_logits) + w_b Σ_positive box_loss)/N",
    source: "Ren et al. 2015, «Faster R-CNN», §3.1.2; Girshick 2015, «Fast R-CNN», §2.3; torchvision, "
      + "RegionProposalNetwork.compute_loss and fastrcnn_loss",
    example: #"""
      {"objectness": [[2.0], [-3.0], [-1.0], [0.5]],
       "rpn_box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1],
       "class_logits": [[-1.0, 2.0, 0.5], [3.0, -0.5, 1.0], [1.0, 0.0, 0.5]],
       "box_deltas": [[0.5, 0.0, 0.2, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, -0.5]],
       "proposals": [[22, 18, 52, 48], [0, 0, 30, 30], [30, 28, 60, 62]],
       "target_boxes": [[20, 20, 50, 50]], "target_labels": [1], "gradients": true, "details": true}
      """#)
  let objectness = RPNLossFields.objectness
  let rpn = RPNLossFields().only(.given(RPNLossFields.objectness))
  let classLogits = RoILossFields.classLogits
  let roi = RoILossFields().only(.given(RoILossFields.classLogits))
  let truth = TargetFields(labelsOtherwise: "none, without class_logits", ignoring: "anchors and proposals")
  let composite: CompositeFields

  private static let objectnessTerm = LossTerm(
    "objectness", "cross entropy of the objectness of the anchors that count")
  private static let rpnBox = LossTerm("rpn_box_reg", "rpn_box_loss of the positives among them")
  private static let classifier = LossTerm("classifier", "softmax cross entropy of the proposals that count")
  private static let roiBox = LossTerm("box_reg", "box_loss of the positives among them")

  init() {
    composite = CompositeFields(
      LossStage(
        terms: [Self.objectnessTerm, Self.rpnBox], prefix: "rpn_", rows: "anchor_indices", sampling: rpn.sampling,
        conditions: rpn.conditions),
      LossStage(
        terms: [Self.classifier, Self.roiBox], rows: "proposal_indices", sampling: roi.sampling,
        conditions: roi.conditions))
  }

  func losses<S: Scalar>(_ request: Request, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?] {
    try check(request)
    let batch = try FasterRCNNBatch<S>(request, self)
    return [
      request.has(objectness) ? try rpnLoss(batch, request, gradients) : nil,
      request.has(classLogits) ? try roiLoss(batch, request, gradients) : nil,
    ]
  }

  /// Throws unless a stage is given, and whole.
  private func check(_ request: Request) throws(Problem) {
    guard request.has(objectness) || request.has(classLogits) else {
      throw Problem(
        .missingField, at: "/objectness",
        "objectness and class_logits are missing: give the outputs of the RPN, of the RoI head, or of both")
    }
    if request.has(objectness) { try require([rpn.boxDeltas.name], with: objectness, request) }
    if request.has(classLogits) {
      try require([roi.boxDeltas.name, roi.proposals.name, truth.labels.name], with: classLogits, request)
    }
  }

  private func require(_ others: [String], with output: TensorField<Reals>, _ request: Request) throws(Problem) {
    guard let missing = others.first(where: { !request.has($0) }) else { return }
    throw Problem(.missingField, at: "/\(missing)", "\(missing) is missing: \(output.name) goes with it")
  }

  private func rpnLoss<S: Scalar>(_ batch: FasterRCNNBatch<S>, _ request: Request, _ gradients: Bool) throws
    -> CompositeLoss<S>
  {
    let loss = RPNLoss<S>(
      matcher: try rpn.thresholds.matcher(request), box: rpn.box.read(request), sampler: request[rpn.sampling]?.sampler,
      normalizer: request[rpn.normalizer], objectnessWeight: request[Self.objectnessTerm.weight],
      boxWeight: request[Self.rpnBox.weight])
    // No data says how large the anchors of no image may be.
    guard batch.imageCount > 0 else {
      return .ofNoImages(
        terms: [Self.objectnessTerm, Self.rpnBox], heads: [objectness, rpn.boxDeltas], request)
    }
    let logits = try batch.anchorRows(objectness)
    return try loss.evaluate(
      objectness: logits, boxDeltas: batch.anchorRows(rpn.boxDeltas),
      anchors: rpn.anchors.read(request, rows: logits.shape[1], imageCount: batch.imageCount, of: objectness),
      truth: batch.truth, gradients: gradients, deadline: request.limits.deadline)
  }

  private func roiLoss<S: Scalar>(_ batch: FasterRCNNBatch<S>, _ request: Request, _ gradients: Bool) throws
    -> CompositeLoss<S>
  {
    var loss = RoIHeadLoss<S>(
      matcher: try roi.thresholds.matcher(request), box: roi.box.read(request), background: request[roi.background],
      sampler: request[roi.sampling]?.sampler, normalizer: request[roi.normalizer],
      classificationWeight: request[Self.classifier.weight], boxWeight: request[Self.roiBox.weight])
    loss.classes = roi.classes.read(request)
    let evaluated = try loss.evaluate(
      classLogits: batch.proposalRows(classLogits), boxDeltas: batch.proposalRows(roi.boxDeltas),
      proposals: request.boxes(batch.proposalRows(roi.proposals), of: roi.proposals),
      imageIndices: batch.proposalImages, truth: batch.truth, gradients: gradients, deadline: request.limits.deadline)
    return evaluated.renumbered { batch.name($1, ofImage: $0) }
  }
}
