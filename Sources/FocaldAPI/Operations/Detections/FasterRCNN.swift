import DetectionCore

struct FasterRCNN: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "faster-rcnn",
    summary: "The raw RoI heads of Faster R-CNN to boxes: the second stage; detections.rpn is the first.",
    formula: "score = softmax(class_logits);  box = decode(box_deltas of the class, proposal)",
    source: "Ren et al. 2015, «Faster R-CNN», §3; torchvision, RoIHeads.postprocess_detections",
    inputs: [
      Input("class_logits", .of("R", "K"), .of("B", "R", "K"), holds: "A row a proposal, a channel a class."),
      Input(
        "box_deltas", .of("R", "D"), .of("B", "R", "D"),
        holds: "dx, dy, dw, dh of each row's proposal, for each class (D = 4 · K) or for all (D = 4)."),
      Input(
        "proposals", .of("R", "4"), .of("B", "R", "4"),
        holds: "Proposals x1, y1, x2, y2, in pixels of the network's input."),
    ],
    parameters: [
      DetectionParameters.imageSize, DetectionParameters.background(0),
      Parameter(
        "box_weights", .list(.number(.positive), count: 4), default: [10, 10, 5, 5],
        "w_x, w_y, w_w, w_h: what the offsets are divided by."),
      DetectionParameters.minimumSize(0.01),
    ]
      + DetectionParameters.stages(scoreThreshold: 0.05, topK: nil, per: "an image")
      + DetectionParameters.original,
    outputs: [DetectionOutputs.images(hasMinimumSize: true)],
    example: #"""
      {"class_logits": [[0.1, 2.0, -1.0], [3.0, 0.0, 0.5]],
       "box_deltas": [[0, 0, 0, 0, 0.5, 0.0, 0.2, 0.0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1.0, 0.0, 0.0, -0.5]],
       "proposals": [[0, 0, 16, 16], [8, 8, 24, 24]], "image_size": [32, 32]}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(arguments, ["class_logits", "box_deltas", "proposals"])
    let images = try DetectorImages<S>(arguments, count: batch.count)
    let stages = try batch.stages()
    let coder = BoxCoder<S>(weights: BoxInputs.weights(arguments))
    return try batch.answer { image in
      let head = try RoIHead(
        classLogits: HeadPyramid(batch.tensor("class_logits", image)),
        boxDeltas: HeadPyramid(batch.tensor("box_deltas", image)),
        proposals: Boxes(batch.tensor("proposals", image), named: "proposals"), image: images.sizes[image],
        coder: coder, background: arguments.optionalInteger("background_class"))
      return try stages.detect(head, mapping: images.mappings[image], deadline: arguments.limits.deadline)
    }
  }
}
