import DetectionCore

// The losses of whole detectors.
extension Kernels {
  func retinaNetLoss() throws -> Answer {
    let logits: Tensor<S> = try request.batch("class_logits")
    let loss = RetinaNetLoss<S>(
      matcher: request.matcher(positive: 0.5, negative: 0.4), focal: request.focal(),
      box: request.boxLoss(.l1, weights: request.weights()), normalization: request.normalization("image"),
      classificationWeight: request.weight("classification"), boxWeight: request.weight("bbox_regression"))
    let truth: GroundTruth<S> = try request.truth(imageCount: logits.shape[0], classes: 0..<logits.shape[2])
    let evaluated = try loss.evaluate(
      classLogits: logits, boxDeltas: try request.batch("box_deltas"),
      anchors: try request.explicitOrPyramidAnchors(), truth: truth, gradients: request.gradient)
    return answer(evaluated, of: truth)
  }

  func fcosLoss() throws -> Answer {
    let logits: Tensor<S> = try request.batch("class_logits")
    let radius: S? = request.isNull("center_sampling_radius") ? nil : request.scalar("center_sampling_radius", 1.5)
    let loss = FCOSLoss<S>(
      matcher: PointMatcher(centerSamplingRadius: radius), focal: request.focal(),
      overlap: OverlapKind(rawValue: request.string("box_loss", "giou")) ?? .giou,
      isNormalized: request.fields["normalized_deltas"]?.bool ?? true, normalization: request.normalization("batch"),
      weights: (
        request.weight("classification"), request.weight("bbox_regression"), request.weight("bbox_ctrness")
      ))
    let (cells, levels): (Boxes<S>, [GridLevel]) = request.points()
    let truth: GroundTruth<S> = try request.truth(imageCount: logits.shape[0], classes: 0..<logits.shape[2])
    let evaluated = try loss.evaluate(
      classLogits: logits, boxDeltas: try request.batch("box_deltas"), centerness: try request.batch("centerness"),
      anchors: cells, levels: levels.rows() ?? [], truth: truth, gradients: request.gradient)
    return answer(evaluated, of: truth)
  }

  func ssdLoss() throws -> Answer {
    let logits: Tensor<S> = try request.batch("class_logits")
    let weights: BoxDeltas<S> = request.has("box_weights") ? request.weights() : SSDLoss<S>().box.coder.weights
    let loss = SSDLoss<S>(
      matcher: BestAnchorMatcher(positiveThreshold: request.scalar("positive_threshold", 0.5)),
      box: request.boxLoss(.smoothL1, weights: weights), negativesPerPositive: request.number("neg_to_pos_ratio") ?? 3,
      normalization: request.normalization("batch"),
      weights: (request.weight("classification"), request.weight("bbox_regression")))
    let truth: GroundTruth<S> = try request.truth(imageCount: logits.shape[0], classes: 1..<logits.shape[2])
    let evaluated = try loss.evaluate(
      classLogits: logits, boxDeltas: try request.batch("box_deltas"), anchors: try request.boxes("anchors"),
      truth: truth, gradients: request.gradient)
    return answer(evaluated, of: truth)
  }

  /// As the API lays it out, flat.
  func answer(_ loss: CompositeLoss<S>, of truth: GroundTruth<S>, matched: String = "anchor_indices") -> Answer {
    var answer: Answer = ["loss": [loss.loss], "num_positives": loss.matches.positives.map(Double.init)]
    for term in loss.terms {
      answer["components.\(term.name)"] = [term.weighted]
      answer["unweighted_components.\(term.name)"] = [term.unweighted]
    }
    for gradient in loss.gradients { answer["gradients.\(gradient.input)"] = gradient.tensor.numbers }
    guard request.flag("details") else { return answer }
    answer["matches.image_indices"] = loss.matches.images.map(Double.init)
    answer["matches.\(matched)"] = loss.matches.anchors.map(Double.init)
    answer["matches.target_indices"] = loss.matches.targets.map(Double.init)
    answer["matches.iou"] = loss.matches.iou.map { Double($0) }
    answer["num_ignored"] = loss.matches.ignored.map(Double.init)
    answer["unmatched_targets"] = loss.matches.unmatched(of: truth.boxes.count).map(Double.init)
    return answer
  }
}

extension KernelRequest {
  /// A network's output with the batch's axis in front.
  func batch<S: Scalar>(_ name: String, rank: Int = 2) throws -> Tensor<S> {
    let tensor: Tensor<S> = try tensor(name)
    guard tensor.shape.rank == rank, let shape = Shape([1] + tensor.shape.extents) else { return tensor }
    return tensor.reshaped(shape) ?? tensor
  }

  fileprivate func weight(_ term: String) -> Double { number("\(term)_weight") ?? 1 }

  fileprivate func focal<S: Scalar>() -> FocalLoss<S> {
    FocalLoss(gamma: scalar("gamma", 2), alpha: isNull("alpha") ? nil : scalar("alpha", 0.25))
  }

  fileprivate func boxLoss<S: Scalar>(_ kind: BoxRegressionLoss<S>.Kind, weights: BoxDeltas<S>) -> BoxRegressionLoss<S>
  {
    BoxRegressionLoss(
      BoxRegressionLoss<S>.Kind(rawValue: string("box_loss", "")) ?? kind, beta: scalar("beta", 1),
      delta: scalar("delta", 1), coder: BoxCoder(weights: weights))
  }

  fileprivate func normalization(_ fallback: String) -> LossNormalization {
    string("normalization", fallback) == "batch" ? .batch(divisor: number("normalizer")) : .perImage
  }

  fileprivate func matcher<S: Scalar>(positive: Double, negative: Double) -> AnchorMatcher<S> {
    AnchorMatcher(
      positiveThreshold: scalar("positive_threshold", S(positive)),
      negativeThreshold: scalar("negative_threshold", S(negative)), allowsLowQuality: flag("allow_low_quality"))
  }

  func truth<S: Scalar>(imageCount: Int, classes: Range<Int>) throws -> GroundTruth<S> {
    try GroundTruth(
      boxes: boxes("target_boxes"), labels: try integers("target_labels") ?? Tensor([]),
      imageIndices: try integers("target_image_indices"), imageCount: imageCount, classes: classes)
  }

  fileprivate func explicitOrPyramidAnchors<S: Scalar>() throws -> Boxes<S> {
    has("anchors") ? try boxes("anchors") : try generatedAnchors()
  }
}
