import DetectionCore

struct YOLOX: FieldedOperation {
  /// What makes scores.
  enum Activation: String, CaseIterable {
    case none, sigmoid
  }

  let about = About(
    "detections", "yolox",
    summary: "YOLOX's output to boxes: threshold, NMS, cap, resizing undone.",
    formula: "score = objectness · best class;  raw: x = (t_x + column) · stride,  w = exp(t_w) · stride",
    source: "Ge et al. 2021, «YOLOX: Exceeding YOLO Series in 2021»; Megvii, yolox, decode_outputs and postprocess",
    example: #"""
      {"predictions": [[0.5, 0.2, 0.1, 0.3, 0.9, 0.8, 0.1], [0, 0, 0, 0, 0.1, 0.5, 0.5]], "is_raw": true,
       "strides": [16], "image_size": [16, 32]}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("N", "C"), .of("B", "N", "C"),
    holds:
      "N rows of C = 5 + K channels, level by level: cx, cy, w, h in pixels of the network's input, objectness, and "
      + "a score of every class; with is_raw t_x, t_y, t_w, t_h in place of the box.")
  let isRaw = Field.flag(
    "is_raw", "Boxes are not decoded, as the exporter leaves them without decode_in_inference: image_size is needed.")
  let activation = Field<Activation>.choice(
    "score_activation", default: .none, "What makes scores of objectness and classes; YOLOX's own head gives scores.")
  let grid = GridFields()
  let isMultiLabel = Field.multiLabel(default: false)
  let classCount = ExtraFields.classCount
  let stages = StageFields(
    scoreThreshold: 0.25, topK: nil, per: "an image", iouThreshold: 0.45, maxDetections: 300)
  let original = OriginalImageFields()
  let outputs = DetectionOutputs(.extras)

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(request, [predictions])
    let cells = try cells(request)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: grid.imageSize, fit: .corner, count: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try AnchorGridHead(
        HeadPyramid(batch.tensor(predictions, image)), levels: cells?.ranges ?? [],
        labels: RowLabels(all: request[isMultiLabel]),
        coding: cells.flatMap { request[isRaw] ? .cells($0) : nil } ?? .boxes,
        activation: request[activation] == .sigmoid ? ScoreActivation.sigmoid : ScoreActivation.none,
        classes: request[classCount])
      var found = try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
      if request[classCount] != nil { try found.addExtras(of: head, request) }
      return found
    }
  }

  /// The cells of the rows; `nil` where the request does not say how many there are.
  private func cells(_ request: Request) throws(Problem) -> Grid? {
    guard let levels = try grid.levels(request) else {
      guard !request[isRaw] else {
        throw Problem(
          .missingField, at: "/\(grid.imageSize.name)", "image_size is missing: with is_raw boxes are relative to cells"
        )
      }
      return nil
    }
    let shape = request.shape(of: predictions) ?? .scalar
    guard let cells = Grid(levels), shape.rank < 2 || cells.rows == shape[shape.rank - 2] else {
      throw Problem(
        .shapeMismatch, at: "/\(predictions.name)",
        "\(shape): there is not one row for each cell that image_size has at these strides, \(levels.words)")
    }
    return cells
  }
}
