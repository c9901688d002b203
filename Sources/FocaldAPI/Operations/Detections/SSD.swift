import DetectionCore

struct SSD: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "ssd",
    summary: "SSD's raw heads to boxes: softmax, threshold, top-k per class, decode, clip, NMS, cap.",
    formula: "score = softmax(class_logits);  box = decode(box_deltas, anchor)",
    source: "Liu et al. 2016, «SSD: Single Shot MultiBox Detector», §2.2; torchvision, SSD.postprocess_detections",
    inputs: [
      Input(
        "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: DetectionParameters.levels("a·K"),
        holds: "A row a default box, a channel a class. Or a list of levels, the maps as the network gives them (a: "
          + "default boxes of a cell)."),
      Input(
        "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: DetectionParameters.levels("a·4"),
        holds: "dx, dy, dw, dh of each row's default box."),
      Input(
        "anchors", .of("A", "4"), presence: .optional(otherwise: "generated from feature_sizes and scales"),
        holds: "Default boxes x1, y1, x2, y2, in pixels of the network's input, instead of feature_sizes, strides, "
          + "aspect_ratios, scales, scale_range and clip_sizes."),
    ],
    parameters: [DetectionParameters.imageSize] + SSDAnchors<Double>.parameters + [
      DetectionParameters.background(0),
      Parameter(
        "box_weights", .list(.number(.positive), count: 4), default: [10, 10, 5, 5],
        "w_x, w_y, w_w, w_h: what the offsets are divided by, the inverses of the variances (0.1, 0.1, 0.2, 0.2)."),
    ]
      + DetectionParameters.stages(
        scoreThreshold: 0.01, topK: 400, per: "a class", iouThreshold: 0.45, maxDetections: 200)
      + DetectionParameters.original,
    outputs: [DetectionOutputs.images],
    example: #"""
      {"class_logits": [[0.1, 2.0, -1.0], [3.0, 0.0, 0.5], [0.0, -1.0, 2.5]],
       "box_deltas": [[0.5, 0.0, 0.2, 0.0], [0, 0, 0, 0], [0.0, -0.4, 0.0, 0.3]],
       "anchors": [[0, 0, 16, 16], [8, 8, 24, 24], [16, 4, 32, 28]], "image_size": [32, 32], "score_threshold": 0.2}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(arguments, ["class_logits", "box_deltas"])
    let images = try DetectorImages<S>(arguments, count: batch.count)
    // Without images there is nothing to lay boxes for, and no data to say how many there may be.
    guard batch.count > 0 else { return batch.noImages }
    let boxes = try SSDAnchors(arguments, batch, padded: images.padded)
    let stages = try batch.stages()
    let coder = BoxCoder<S>(weights: BoxInputs.weights(arguments))
    return try batch.answer { image in
      let head = try SSDHead(
        classLogits: batch.head("class_logits", image), boxDeltas: batch.head("box_deltas", image),
        anchors: boxes.anchors, levels: boxes.levels, image: images.sizes[image], coder: coder,
        background: arguments.optionalInteger("background_class"))
      return try stages.detect(head, mapping: images.mappings[image], deadline: arguments.limits.deadline)
    }
  }
}
