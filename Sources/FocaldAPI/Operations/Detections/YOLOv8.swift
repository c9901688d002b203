import DetectionCore

struct YOLOv8: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "yolov8",
    summary: "YOLOv8's output (v9, v11 and v12 have the same) to boxes: threshold, top-k, NMS, cap, letterbox undone.",
    formula:
      "score = max_k class_k;  box = (cx, cy, w, h);  raw: x1 = (column + ½ − Σ i · softmax(t_left)_i) · stride, …",
    source:
      "Jocher et al. 2023, «Ultralytics YOLOv8», Detect, non_max_suppression; Li et al. 2020, «Generalized Focal Loss», §3.2",
    inputs: [
      YOLOParameters.predictions(
        "N rows of C channels, as (4 + K, N) or with layout as (N, 4 + K): cx, cy, w, h in pixels of the network's "
          + "input, and a score of every class. With reg_max 4 · reg_max + K: distributions over the distances left, "
          + "top, right, bottom, and logits. Or a list of levels, the maps as the network gives them.")
    ],
    parameters: [
      YOLOParameters.layout(
        "\"channels-first\": (C, N), \"channels-last\": (N, C). null: channels first, unless that makes no sense, which "
          + "is an error."),
      Parameter(
        "reg_max", .integer(.from(1)), default: nil,
        "Distances that a side of a raw head is a distribution over; 16 as ultralytics trains it. null: rows hold boxes."
      ),
      Parameter(
        "score_activation", .choice(["auto", "none", "sigmoid"]), default: "auto",
        "What makes scores of the class channels. \"auto\": sigmoid with reg_max, else none."),
    ] + YOLOParameters.grid + [YOLOParameters.multiLabel(false)]
      + DetectionParameters.stages(
        scoreThreshold: 0.25, topK: 30000, per: "an image", iouThreshold: 0.7, maxDetections: 300)
      + DetectionParameters.original,
    outputs: [DetectionOutputs.images],
    example: #"""
      {"predictions": [[10, 11, 50], [10, 10, 50], [8, 8, 4], [8, 8, 4], [0.9, 0.8, 0.3], [0.1, 0.2, 0.6]],
       "layout": "channels-first", "iou_threshold": 0.5}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let regMax = arguments.optionalInteger("reg_max")
    let levels = try YOLOParameters.levels(arguments)
    let batch = try DetectorBatch<S>(
      arguments, ["predictions"], anchors: try YOLOParameters.rowsOfMaps(arguments, levels, anchors: nil))
    if regMax != nil, levels == nil {
      throw Problem(.missingField, at: "/image_size", "image_size is missing: with reg_max boxes are told from cells")
    }
    let boxChannels = (regMax ?? 1).multipliedReportingOverflow(by: 4)
    let layout = PredictionLayout(
      "yolov8", arguments, usual: .channelsFirst, least: boxChannels.overflow ? .max : max(boxChannels.partialValue, 5))
    if let sizes = batch.featureSizes {
      try YOLOParameters.check(sizes, levels ?? [])
    } else {
      try layout.check(levels, perCell: 1)
    }
    let stages = try batch.stages()
    let activation: ScoreActivation =
      arguments.value("score_activation") == "auto"
      ? (regMax == nil ? .none : .sigmoid) : arguments.choice("score_activation")
    let mappings: [ImageMapping<S>?] = try YOLOParameters.mappings(arguments, count: batch.count)
    return try batch.answer { image in
      let head = try YOLOv8Head(
        batch.head("predictions", image) { HeadMap($0, layout: .init(layout.layout)) }, levels: levels ?? [],
        labels: YOLOParameters.labels(arguments), activation: activation, regMax: regMax)
      return try stages.detect(head, mapping: mappings[image], deadline: arguments.limits.deadline)
    }
  }
}

extension HeadMap.Layout {
  /// The same layout of numbers in another precision.
  init(_ layout: HeadMap<Double>.Layout) { self = layout == .channelsFirst ? .channelsFirst : .channelsLast }
}
