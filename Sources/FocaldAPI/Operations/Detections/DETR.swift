import DetectionCore

struct DETR: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "detr",
    summary: "DETR's queries to boxes: one object each, or none; nothing is suppressed.",
    formula: "score = softmax(class_logits) without background_class, or σ;  box = (cx, cy, w, h) · image_size",
    source:
      "Carion et al. 2020, «End-to-End Object Detection with Transformers», §3; Zhu et al. 2021, «Deformable DETR»",
    inputs: [
      Input("class_logits", .of("Q", "K"), .of("B", "Q", "K"), holds: "A row a query, a channel a class."),
      Input("boxes", .of("Q", "4"), .of("B", "Q", "4"), holds: "cx, cy, w, h as parts of image_size, from 0 to 1."),
    ],
    parameters: [
      DetectionParameters.imageSize,
      Parameter(
        "score_activation", .choice(["softmax", "sigmoid"]), default: "softmax",
        "What makes scores of logits: DETR's softmax, or sigmoids (Deformable DETR, RT-DETR)."),
      Parameter(
        "background_class", .integer(.from(0)), default: nil,
        "The class «no object». null: the last one of a softmax, none of sigmoids."),
      Parameter(
        "multi_label", .boolean, default: nil, nullIsValue: true,
        "Every class of a query is a candidate by itself, not only its best one. null: with sigmoids."),
    ] + DetectionParameters.endToEnd(scoreThreshold: 0.5, maxDetections: 100) + DetectionParameters.original,
    outputs: [DetectionOutputs.images],
    example: #"""
      {"class_logits": [[2.0, -1.0, 0.5], [-1.0, 0.2, 3.0], [0.0, 4.0, 1.0]],
       "boxes": [[0.5, 0.5, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1], [0.25, 0.75, 0.5, 0.25]], "image_size": [480, 640]}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(arguments, ["class_logits", "boxes"])
    let images = try DetectorImages<S>(arguments, count: batch.count)
    let activation: ScoreActivation = arguments.value("score_activation") == "softmax" ? .softmax : .sigmoid
    let isSoftmax = activation == .softmax
    let labels: RowLabels =
      arguments.value("multi_label") == .null
      ? (isSoftmax ? .best : .all) : YOLOParameters.labels(arguments)
    let stages = try batch.stages()
    return try batch.answer { image in
      let logits = batch.tensor("class_logits", image)
      let last = logits.shape.extents.last.map { $0 - 1 }
      let head = try DETRHead(
        classLogits: logits, boxes: batch.tensor("boxes", image), image: images.sizes[image], activation: activation,
        background: arguments.optionalInteger("background_class") ?? (isSoftmax ? last : nil), labels: labels)
      return try stages.detect(head, mapping: images.mappings[image], deadline: arguments.limits.deadline)
    }
  }
}
