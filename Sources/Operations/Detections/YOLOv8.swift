import DetectionCore

struct YOLOv8: FieldedOperation {
  /// What makes scores of the class channels.
  enum Activation: String, CaseIterable {
    case auto, none, sigmoid
  }

  let about = About(
    "detections", "yolov8",
    summary: "YOLOv8's output (v9, v11 and v12 have the same) to boxes: threshold, top-k, NMS, cap, letterbox undone.",
    formula:
      "score = max_k class_k;  box = (cx, cy, w, h);  raw: x1 = (column + ½ − Σ i · softmax(t_left)_i) · stride, …",
    source:
      "Jocher et al. 2023, «Ultralytics YOLOv8», Detect, non_max_suppression; Li et al. 2020, «Generalized Focal Loss», §3.2",
    example: #"""
      {"predictions": [[10, 11, 50], [10, 10, 50], [8, 8, 4], [8, 8, 4], [0.9, 0.8, 0.3], [0.1, 0.2, 0.6]],
       "layout": "channels-first", "iou_threshold": 0.5}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("C", "N"), .of("B", "C", "N"), levels: LevelMaps<Double>.shapes("C"),
    holds: "N rows of C channels, as (4 + K, N) or with layout as (N, 4 + K): cx, cy, w, h in pixels of the network's "
      + "input, and a score of every class. With reg_max 4 · reg_max + K: distributions over the distances left, top, "
      + "right, bottom, and logits. Or a list of levels, the maps as the network gives them.")
  let layout = Field.layout(
    among: [.auto, .channelsFirst, .channelsLast],
    "\"channels-first\": (C, N), \"channels-last\": (N, C). null: channels first, unless that makes no sense, which is "
      + "an error.")
  let regMax = Field.optionalInteger(
    "reg_max", .from(1),
    "Distances that a side of a raw head is a distribution over; 16 as ultralytics trains it. null: rows hold boxes.")
  let activation = Field<Activation>.choice(
    "score_activation", default: .auto,
    "What makes scores of the class channels. \"auto\": sigmoid with reg_max, else none.")
  let grid = GridFields()
  let isMultiLabel = Field.multiLabel(default: false)
  let classCount = ExtraFields.classCount
  let stages = StageFields(
    scoreThreshold: 0.25, topK: 30000, per: "an image", iouThreshold: 0.7, maxDetections: 300)
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let outputs = DetectionOutputs(.extras)

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let levels = try grid.levels(request)
    let batch = try DetectorBatch<S>(
      request, [predictions], anchors: try grid.rowsOfMaps(request, predictions, layout, levels))
    let layout = try layout(request, batch.features, levels)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: grid.imageSize, fit: letterbox.fit(request), count: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try YOLOv8Head(
        batch.head(predictions, image) { HeadMap($0, layout: .init(layout)) }, levels: levels ?? [],
        labels: RowLabels(all: request[isMultiLabel]),
        activation: request[activation].core(isRaw: request[regMax] != nil), regMax: request[regMax],
        classes: request[classCount])
      var found = try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
      if request[classCount] != nil { try found.addExtras(of: head, request) }
      return found
    }
  }

  /// How the numbers lie, which must fit the levels. `features`: the sizes of maps, if they came so.
  private func layout(_ request: Request, _ features: [FeatureSize]?, _ levels: [GridLevel]?) throws(Problem)
    -> PredictionLayout.Layout
  {
    if request[regMax] != nil, levels == nil {
      throw Problem(
        .missingField, at: "/image_size", "image_size is missing: with reg_max boxes are relative to cells")
    }
    let boxChannels = (request[regMax] ?? 1).multipliedReportingOverflow(by: 4)
    let layout = PredictionLayout(
      about.name, request, predictions, layout, usual: .channelsFirst,
      least: boxChannels.overflow ? .max : max(boxChannels.partialValue, 5))
    if let features {
      try grid.check(features, levels ?? [], of: predictions)
    } else {
      try layout.check(levels, perCell: 1)
    }
    return layout.layout
  }
}
