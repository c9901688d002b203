import DetectionCore

// The losses of whole detectors.
extension Kernels {
  func retinaNetLoss() throws -> Answer {
    let logits: Tensor<S> = try request.batch("class_logits")
    let deltas: Tensor<S> = try request.batch("box_deltas")
    let loss = RetinaNetLoss<S>(
      matcher: request.matcher(positive: 0.5, negative: 0.4),
      focal: FocalLoss(
        gamma: request.scalar("gamma", 2), alpha: request.isNull("alpha") ? nil : request.scalar("alpha", 0.25)),
      box: BoxRegressionLoss(
        BoxRegressionLoss<S>.Kind(rawValue: request.string("box_loss", "l1")) ?? .l1, beta: request.scalar("beta", 1),
        delta: request.scalar("delta", 1), coder: BoxCoder(weights: request.weights())),
      normalization: request.string("normalization", "image") == "batch"
        ? .batch(divisor: request.number("normalizer")) : .perImage,
      classificationWeight: request.number("classification_weight") ?? 1,
      boxWeight: request.number("bbox_regression_weight") ?? 1)
    let truth: GroundTruth<S> = try request.truth(imageCount: logits.shape[0], classes: 0..<logits.shape[2])
    let evaluated = try loss.evaluate(
      classLogits: logits, boxDeltas: deltas, anchors: try request.explicitOrPyramidAnchors(), truth: truth,
      gradients: request.gradient)
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
