import DetectionCore

struct RetinaNet: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "retinanet",
    summary: "RetinaNet's raw heads to boxes: threshold, top-k per level, decode, clip, merge, NMS, cap.",
    formula: "score = σ(class_logits);  box = decode(box_deltas, anchor)",
    source:
      "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4.1; torchvision, RetinaNet.postprocess_detections",
    inputs: [
      Input(
        "class_logits", .of("A", "K"), .of("B", "A", "K"),
        holds: "Rows run level by level, then y, x, anchor; for B images a batch."),
      Input("box_deltas", .of("A", "4"), .of("B", "A", "4"), holds: "dx, dy, dw, dh of each row's anchor."),
      Input(
        "anchors", .of("A", "4"), presence: .optional(otherwise: "generated from the pyramid"),
        holds:
          "Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and round_anchors."),
    ],
    parameters: [
      .required(
        "image_size",
        .anyOf([.list(.number(.positive), count: 2), .list(.list(.number(.positive), count: 2), count: nil)]),
        "[height, width], or one per image; boxes are clipped to it."),
      Parameter(
        "feature_sizes", PyramidParameters.featureSizes, default: nil,
        "[[h, w] per level]. With explicit anchors null is one level of all anchors."),
      PyramidParameters.paddedSize,
    ] + PyramidParameters.anchorParameters + DetectionParameters.stages(scoreThreshold: 0.05, topK: 1000)
      + [BoxInputs.weights] + DetectionParameters.original,
    outputs: [DetectionOutputs.images],
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 0.5]],
       "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let logits: Tensor<S> = try arguments.tensor("class_logits")
    let deltas: Tensor<S> = try arguments.tensor("box_deltas")
    guard logits.shape.rank == deltas.shape.rank else {
      throw Problem(
        .wrongRank, at: "/box_deltas",
        "class_logits \(logits.shape) and box_deltas \(deltas.shape) must both be of one image, or both of a batch")
    }
    let isBatch = logits.shape.rank == 3
    let images = try RetinaNetImages(arguments, count: isBatch ? logits.shape[0] : 1)
    // Without images there is nothing to lay anchors for, and no data to say how many there may be.
    guard !images.sizes.isEmpty else { return Answer(fields: [Answer.Field(name: "images", value: .list([]))]) }
    let pyramid: RetinaNetAnchors<S> = try RetinaNetAnchors(
      arguments, rows: logits.shape[isBatch ? 1 : 0], padded: try images.paddedSize(arguments))
    let mappings = try OriginalImages<S>(arguments, sizes: images.sizes, fit: .resize).mappings
    let decoder = RetinaNetDecoder<S>(
      stages: try DetectionParameters.stages(arguments, images: images.sizes.count),
      coder: BoxCoder(weights: BoxInputs.weights(arguments)))
    let results = try images.sizes.enumerated().map { index, size in
      let detections = try decoder.detections(
        classLogits: isBatch ? logits.row(index) : logits, boxDeltas: isBatch ? deltas.row(index) : deltas,
        anchors: pyramid.anchors, levels: pyramid.levels,
        image: ImageSize(height: S(size.height), width: S(size.width)), mapping: mappings[index],
        deadline: arguments.limits.deadline)
      return Answer.Value(detections)
    }
    return Answer(fields: [Answer.Field(name: "images", value: .list(results))])
  }
}
