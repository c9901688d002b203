import DetectionCore

struct FasterRCNNLossOperation: StagedLossDefinition {
  let name = "faster-rcnn"
  let summary = "Faster R-CNN's training loss: of the region proposal network, of the RoI head, or of both."
  let formula =
    "L = (w_o Σ BCE(σ(objectness)) + w_rb Σ_positive rpn_box_loss)/N_rpn + "
    + "(w_c Σ −log softmax(class_logits) + w_b Σ_positive box_loss)/N"
  let source =
    "Ren et al. 2015, «Faster R-CNN», §3.1.2; Girshick 2015, «Fast R-CNN», §2.3; torchvision, "
    + "RegionProposalNetwork.compute_loss and fastrcnn_loss"
  let ownInputs = FasterRCNNStages.rpnInputs + FasterRCNNStages.headInputs
  let groundTruth = GroundTruthInputs.all(labels: .optional(otherwise: "none, without class_logits"))
  let terms = FasterRCNNStages.rpnTerms + FasterRCNNStages.headTerms
  let ownParameters = FasterRCNNStages.rpnParameters + FasterRCNNStages.headParameters
  let matchings = [FasterRCNNStages.rpnMatching, FasterRCNNStages.headMatching]
  let example = #"""
    {"objectness": [[2.0], [-3.0], [-1.0], [0.5]],
     "rpn_box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
     "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1],
     "class_logits": [[-1.0, 2.0, 0.5], [3.0, -0.5, 1.0], [1.0, 0.0, 0.5]],
     "box_deltas": [[0.5, 0.0, 0.2, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, -0.5]],
     "proposals": [[22, 18, 52, 48], [0, 0, 30, 30], [30, 28, 60, 62]],
     "target_boxes": [[20, 20, 50, 50]], "target_labels": [1], "gradients": true, "details": true}
    """#

  func losses<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?] {
    try FasterRCNNStages.check(arguments)
    let batch = try FasterRCNNBatch<S>(arguments)
    return [
      arguments.has("objectness") ? try rpnLoss(batch, arguments, gradients) : nil,
      arguments.has("class_logits") ? try headLoss(batch, arguments, gradients) : nil,
    ]
  }

  private func rpnLoss<S: Scalar>(_ batch: FasterRCNNBatch<S>, _ arguments: Arguments, _ gradients: Bool) throws
    -> CompositeLoss<S>
  {
    let loss = RPNLoss<S>(
      matcher: try MatcherParameters.matcher(arguments, "rpn_"), box: BoxLossParameters.loss(arguments, "rpn_"),
      sampler: SamplingParameters.sampler("rpn_sampling", arguments),
      normalizer: arguments.optionalNumber("rpn_normalizer"), objectnessWeight: arguments.number("objectness_weight"),
      boxWeight: arguments.number("rpn_box_reg_weight"))
    // No data says how large the anchors of no image may be.
    guard batch.imageCount > 0 else {
      return .ofNoImages(
        terms: FasterRCNNStages.rpnTerms, inputs: FasterRCNNStages.rpnInputs.filter(\.isDifferentiable), arguments)
    }
    let objectness = try batch.anchorRows("objectness")
    return try loss.evaluate(
      objectness: objectness, boxDeltas: batch.anchorRows("rpn_box_deltas"),
      anchors: AnchorInputs.anchors(
        arguments, rows: objectness.shape[1], imageCount: batch.imageCount, head: "objectness"),
      truth: batch.truth, gradients: gradients, deadline: arguments.limits.deadline)
  }

  private func headLoss<S: Scalar>(_ batch: FasterRCNNBatch<S>, _ arguments: Arguments, _ gradients: Bool) throws
    -> CompositeLoss<S>
  {
    let loss = RoIHeadLoss<S>(
      matcher: try MatcherParameters.matcher(arguments), box: BoxLossParameters.loss(arguments),
      background: arguments.integer("background_class"), sampler: SamplingParameters.sampler("sampling", arguments),
      normalizer: arguments.optionalNumber("normalizer"), classificationWeight: arguments.number("classifier_weight"),
      boxWeight: arguments.number("box_reg_weight"))
    let evaluated = try loss.evaluate(
      classLogits: batch.proposalRows("class_logits"), boxDeltas: batch.proposalRows("box_deltas"),
      proposals: Boxes(batch.proposalRows("proposals"), named: "proposals"), imageIndices: batch.proposalImages,
      truth: batch.truth, gradients: gradients, deadline: arguments.limits.deadline)
    return evaluated.renumbered { batch.name($1, ofImage: $0) }
  }
}
