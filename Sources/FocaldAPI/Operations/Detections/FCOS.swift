import DetectionCore

struct FCOS: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "fcos",
    summary: "FCOS' raw heads to boxes: threshold, top-k per level, decode, clip, merge, NMS, cap.",
    formula: "score = √(σ(class_logits) · σ(centerness));  box = centre ∓ (l, t, r, b) · stride",
    source:
      "Tian et al. 2019, «FCOS: Fully Convolutional One-Stage Object Detection», §3; torchvision, "
      + "FCOS.postprocess_detections",
    inputs: [
      Input(
        "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: DetectionParameters.levels("K"),
        holds: "Rows run level by level, then y, x; for B images a batch. Or a list of levels, the maps as the network "
          + "gives them."),
      Input(
        "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: DetectionParameters.levels("4"),
        holds: "Distances left, top, right, bottom from the cell's centre, after the head's relu or exp."),
      Input(
        "centerness", .of("A", "1"), .of("B", "A", "1"), levels: DetectionParameters.levels("1"), holds: "Logits."),
    ],
    parameters: [
      DetectionParameters.imageSize,
      Parameter(
        "feature_sizes", PyramidParameters.featureSizes, default: nil,
        "[[h, w] per level]. null: those of the maps, where heads come so."),
      PyramidParameters.paddedSize, PyramidParameters.strides,
    ] + FCOSParameters.all + DetectionParameters.stages(scoreThreshold: 0.2, topK: 1000, iouThreshold: 0.6)
      + DetectionParameters.original,
    outputs: [DetectionOutputs.images],
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 2.5]],
       "box_deltas": [[0.1, 0.2, 0.9, 0.8], [0.4, 0.5, 0.6, 0.7], [0, 0, 0, 0], [1.0, 0.9, 0.5, 0.6]],
       "centerness": [[1.0], [0.5], [0.0], [2.0]], "image_size": [64, 64], "feature_sizes": [[2, 2]]}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(arguments, ["class_logits", "box_deltas", "centerness"])
    let images = try DetectorImages<S>(arguments, count: batch.count)
    // Without images there is nothing to lay cells for, and no data to say how many there may be.
    guard batch.count > 0 else { return batch.noImages }
    let rows = try batch.head("class_logits", 0).rows
    let grid = try PyramidParameters.grid(batch.arguments, padded: images.padded, rows: rows)
    let cells: Boxes<S> = grid.cellBoxes(offset: arguments.number("center_offset"), rows: rows)
    let stages = try batch.stages()
    return try batch.answer { image in
      let head = try FCOSHead(
        classLogits: batch.head("class_logits", image), distances: batch.head("box_deltas", image),
        centerness: batch.head("centerness", image), anchors: cells, levels: grid.rows() ?? [],
        image: images.sizes[image], isNormalized: arguments.flag("normalized_deltas"))
      return try stages.detect(head, mapping: images.mappings[image], deadline: arguments.limits.deadline)
    }
  }
}

/// Where in their cells FCOS's points are, and in what their distances are told.
enum FCOSParameters {
  static let all = [
    Parameter(
      "center_offset", .number(.any), default: 0,
      "Where in its cell a centre is, in strides: 0 (torchvision), 0.5 (the paper, detectron2)."),
    Parameter(
      "normalized_deltas", .boolean, default: true,
      "box_deltas are in strides (torchvision), or else in pixels (the paper)."),
  ]
}
