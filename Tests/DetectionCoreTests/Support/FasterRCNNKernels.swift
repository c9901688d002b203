import DetectionCore

extension Kernels {
  func fasterRCNNLoss() throws -> Answer {
    let rpn = request.has("objectness")
    let (isFlat, hasHead) = (request.has("proposal_image_indices"), request.has("class_logits"))
    let logits: Tensor<S>? = hasHead ? try request.batch("class_logits") : nil
    var images = logits?.shape[0] ?? 1
    if isFlat { images = try imagesOfProposals() }
    if rpn { images = (try request.batch("objectness") as Tensor<S>).shape[0] }
    let labels = try request.integers("target_labels")
    let boxes: Boxes<S> = try request.boxes("target_boxes")
    let truth = try GroundTruth<S>(
      boxes: boxes, labels: labels ?? Tensor(Array(repeating: 0, count: boxes.count)),
      imageIndices: try request.integers("target_image_indices"), imageCount: images, classes: 0..<1000)
    var stages: [(prefix: String, row: String, loss: CompositeLoss<S>)] = []
    if rpn { stages.append(("rpn_", "anchor_indices", try rpnLoss(truth))) }
    if hasHead { stages.append(("", "proposal_indices", try headLoss(truth, images, isFlat: isFlat))) }
    return answer(stages, of: truth)
  }

  private func imagesOfProposals() throws -> Int {
    let names = ["proposal_image_indices", "target_image_indices"]
    return try 1 + (names.flatMap { try request.integers($0)?.elements ?? [0] }.max() ?? 0)
  }

  private func rpnLoss(_ truth: GroundTruth<S>) throws -> CompositeLoss<S> {
    let loss = RPNLoss<S>(
      matcher: request.matcher("rpn_", positive: 0.7, negative: 0.3, lowQuality: true),
      box: request.boxLoss("rpn_", weights: [1, 1, 1, 1]), sampler: request.sampler("rpn_sampling", 256, 0.5),
      normalizer: request.number("rpn_normalizer"), objectnessWeight: request.number("objectness_weight") ?? 1,
      boxWeight: request.number("rpn_box_reg_weight") ?? 1)
    return try loss.evaluate(
      objectness: request.batch("objectness"), boxDeltas: request.batch("rpn_box_deltas"),
      anchors: request.has("anchors") ? request.boxes("anchors") : request.generatedAnchors(), truth: truth,
      gradients: request.gradient)
  }

  private func headLoss(_ truth: GroundTruth<S>, _ images: Int, isFlat: Bool) throws -> CompositeLoss<S> {
    let loss = RoIHeadLoss<S>(
      matcher: request.matcher("", positive: 0.5, negative: 0.5, lowQuality: false),
      box: request.boxLoss("", weights: [10, 10, 5, 5]), background: request.integer("background_class") ?? 0,
      sampler: request.sampler("sampling", 512, 0.25), normalizer: request.number("normalizer"),
      classificationWeight: request.number("classifier_weight") ?? 1,
      boxWeight: request.number("box_reg_weight") ?? 1)
    func rows(_ name: String) throws -> Tensor<S> {
      let tensor: Tensor<S> = try request.tensor(name)
      guard tensor.shape.rank == 3, let shape = Shape([tensor.shape[0] * tensor.shape[1], tensor.shape[2]]) else {
        return tensor
      }
      return tensor.reshaped(shape) ?? tensor
    }
    let logits = try rows("class_logits")
    let perImage = isFlat ? 0 : logits.shape[0] / images
    let indices =
      try request.integers("proposal_image_indices")
      ?? Tensor((0..<logits.shape[0]).map { $0 / max(perImage, 1) })
    return try loss.evaluate(
      classLogits: logits, boxDeltas: rows("box_deltas"), proposals: Boxes(rows("proposals")), imageIndices: indices,
      truth: truth, gradients: request.gradient
    ).renumbered { $1 - $0 * perImage }
  }

  private func answer(
    _ stages: [(prefix: String, row: String, loss: CompositeLoss<S>)], of truth: GroundTruth<S>
  ) -> Answer {
    var answer: Answer = ["loss": [stages.flatMap(\.loss.terms).reduce(0) { $0 + $1.weighted }]]
    for (prefix, row, loss) in stages {
      let own = self.answer(loss, of: truth, matched: row)
      for (name, value) in own where name != "loss" {
        let isShared = name.hasPrefix("gradients.") || name.contains("components.")
        answer[(isShared ? "" : prefix) + name] = value
      }
      guard request.flag("details"), let samples = loss.samples else { continue }
      answer["\(prefix)samples.image_indices"] = samples.images.map(Double.init)
      answer["\(prefix)samples.\(row)"] = samples.rows.map(Double.init)
    }
    return answer
  }
}

extension KernelRequest {
  fileprivate func matcher<S: Scalar>(_ prefix: String, positive: S, negative: S, lowQuality: Bool) -> AnchorMatcher<S>
  {
    AnchorMatcher(
      positiveThreshold: scalar("\(prefix)positive_threshold", positive),
      negativeThreshold: scalar("\(prefix)negative_threshold", negative),
      allowsLowQuality: fields["\(prefix)allow_low_quality"]?.bool ?? lowQuality)
  }

  fileprivate func boxLoss<S: Scalar>(_ prefix: String, weights: [S]) -> BoxRegressionLoss<S> {
    let weights = list("\(prefix)box_weights") ?? weights
    return BoxRegressionLoss(
      BoxRegressionLoss<S>.Kind(rawValue: string("\(prefix)box_loss", "")) ?? .smoothL1,
      beta: scalar("\(prefix)beta", 1 / 9), delta: scalar("\(prefix)delta", 1),
      coder: BoxCoder(weights: BoxDeltas(dx: weights[0], dy: weights[1], dw: weights[2], dh: weights[3])))
  }

  fileprivate func sampler(_ name: String, _ size: Int, _ fraction: Double) -> RowSampler? {
    fields[name]?.object.map { members in
      RowSampler(
        batchSizePerImage: members["batch_size_per_image"]?.number.map { Int($0) } ?? size,
        positiveFraction: members["positive_fraction"]?.number ?? fraction,
        seed: UInt64(members["seed"]?.number ?? 0))
    }
  }
}
