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
        "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: DetectionParameters.levels("a·K"),
        holds: "Rows run level by level, then y, x, anchor; for B images a batch. Or a list of levels, the maps as the "
          + "network gives them (a: anchors of a cell)."),
      Input(
        "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: DetectionParameters.levels("a·4"),
        holds: "dx, dy, dw, dh of each row's anchor."),
      AnchorInputs.explicit,
    ],
    parameters: [
      .required(
        "image_size",
        .anyOf([.list(.number(.positive), count: 2), .list(.list(.number(.positive), count: 2), count: nil)]),
        "[height, width], or one per image; boxes are clipped to it."),
      PyramidParameters.optionalFeatureSizes,
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
    let batch = try DetectorBatch<S>(arguments, ["class_logits", "box_deltas"])
    let images = try DetectorImages<S>(arguments, count: batch.count)
    // Without images there is nothing to lay anchors for, and no data to say how many there may be.
    guard batch.count > 0 else { return batch.noImages }
    let pyramid: RetinaNetAnchors<S> = try RetinaNetAnchors(
      batch.arguments, rows: batch.head("class_logits", 0).rows, maps: batch.levels(), padded: images.padded)
    let stages = try batch.stages()
    let coder = BoxCoder<S>(weights: BoxInputs.weights(arguments))
    return try batch.answer { image in
      let head = try RetinaNetHead(
        classLogits: batch.head("class_logits", image), boxDeltas: batch.head("box_deltas", image),
        anchors: pyramid.anchors, levels: pyramid.levels, image: images.sizes[image], coder: coder)
      return try stages.detect(head, mapping: images.mappings[image], deadline: arguments.limits.deadline)
    }
  }
}
