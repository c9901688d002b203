import DetectionCore

struct YOLOv10: FieldedOperation {
  let about = About(
    "detections", "yolov10",
    summary: "YOLOv10's end-to-end output to detections: threshold, cap, letterbox undone; nothing is suppressed.",
    formula: "(x1, y1, x2, y2, score, class), score > score_threshold, best first",
    source: "Wang et al. 2024, «YOLOv10: Real-Time End-to-End Object Detection», §3.1; ultralytics, v10postprocess",
    example: #"""
      {"predictions": [[10, 20, 110, 220, 0.9, 0], [300, 200, 400, 280, 0.6, 7], [0, 0, 5, 5, 0.1, 3]],
       "image_size": [640, 640], "original_size": [720, 1280]}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("N", "6"), .of("B", "N", "6"), .of("N", "6+E"), .of("B", "N", "6+E"),
    holds: "Rows x1, y1, x2, y2 in pixels of the network's input, score, class; with extras E numbers more.")
  let imageSize = GridFields.imageSize
  let extras = ExtraFields.areAsked
  let stages = StageFields(endToEnd: 0.25, maxDetections: 300)
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let outputs = DetectionOutputs(.extrasOfRows)

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let extraCount = try extraCount(request)
    let batch = try DetectorBatch<S>(request, [predictions])
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: imageSize, fit: letterbox.fit(request), count: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try EndToEndHead(
        batch.tensor(predictions, image), classes: stages.classCount ?? 1, extras: extraCount)
      var found = try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
      if request[extras] { try found.addExtras(of: head, request) }
      return found
    }
  }

  /// Numbers of a row behind its class.
  private func extraCount(_ request: Request) throws(Problem) -> Int {
    guard let shape = request.shape(of: predictions), let width = shape.extents.last, width != 6 else { return 0 }
    if width > 6, request[extras] { return width - 6 }
    let isTransposed = shape.extents.suffix(2).first == 6
    throw Problem(
      .shapeMismatch, at: request.pointer(toField: predictions.name),
      "\(predictions.name) must have the shape (N, 6) or (B, N, 6), found \(shape)"
        + (isTransposed ? ", which looks transposed" : width > 6 ? "; rows may be longer where extras is true" : ""))
  }
}
