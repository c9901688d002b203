import DetectionCore

struct NanoDet: FieldedOperation {
  let about = About(
    "detections", "nanodet",
    summary: "NanoDet's output to boxes: threshold, distributions to distances, clip, NMS, cap, resizing undone.",
    formula: "score = σ(class);  d = Σ i · softmax(t)_i;  box = (column, row) · stride ∓ d · stride",
    source: "RangiLyu 2021, «NanoDet-Plus», NanoDetPlusHead.get_bboxes; Li et al. 2020, «Generalized Focal Loss», §3.2",
    example: #"""
      {"predictions": [[0.9, 0.2, 0, 1, 1, 0, 0, 2, 1, 1], [0.1, 0.8, 1, 0, 0, 0, 2, 1, 0, 1]], "reg_max": 1,
       "image_size": [8, 16], "strides": [8]}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("N", "C"), .of("B", "N", "C"),
    holds:
      "N rows of C = K + 4 · (reg_max + 1) channels, level by level: a number of every class, then the logits of the "
      + "distances left, top, right, bottom.")
  let regMax = Field.integer(
    "reg_max", .from(0, to: 65536), default: 7, "The largest distance of a side, in strides.")
  let imageSize = GridFields.imageSize.required
  let strides = Field.numbers(
    "strides", .positive, default: [8, 16, 32, 64],
    "Pixels between two cells, level by level; a level has image_size ÷ stride cells a side, rounded up.")
  let centerOffset = Field.number(
    "center_offset", .any, default: 0, "Where in its cell a centre is, in strides: 0 (NanoDet-Plus), 0.5 (NanoDet).")
  let activation = Field<CenterNet.Activation>.choice(
    "score_activation", default: .none, "What makes scores of the classes; NanoDet's exporter gives scores.")
  let stages = StageFields(scoreThreshold: 0.05, topK: nil, per: "a level", iouThreshold: 0.6)
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(request, [predictions])
    guard batch.count > 0 else { return try outputs.none(request) }
    let size = request[imageSize] ?? ImageSize(height: 1, width: 1)
    let levels = try GridFields.levels(size, strides: request[strides])
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: imageSize, fit: letterbox.fit(request), count: batch.count)
    let (rows, channels) = try fit(request, levels)
    let bins = request[regMax] + 1
    let cells: Boxes<S> = levels.cellBoxes(offset: request[centerOffset], rows: rows)
    return try outputs.answer(request, batch.count) { image in
      let map = HeadPyramid(batch.tensor(predictions, image))
      let head = try DistributionHead(
        scores: map, classes: channels - 4 * bins, distributions: map, firstBin: channels - 4 * bins, bins: bins,
        cells: cells, levels: levels.rows() ?? [], image: ImageSize<S>(size),
        activation: request[activation] == .sigmoid ? .sigmoid : .none, role: .predictions)
      return try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
    }
  }

  /// The rows and channels of predictions, which must fit the levels.
  private func fit(_ request: Request, _ levels: [GridLevel]) throws(Problem) -> (rows: Int, channels: Int) {
    let shape = request.shape(of: predictions) ?? .scalar
    let extents = shape.extents.suffix(2).map { $0 }
    let (rows, channels) = extents.count == 2 ? (extents[0], extents[1]) : (0, 0)
    guard rows == levels.rows()?.total ?? 0 else {
      throw Problem(
        .shapeMismatch, at: "/\(predictions.name)",
        "there are \(counted(rows, "row")), but image_size at these strides has \(levels.words) cells")
    }
    guard channels > 4 * (request[regMax] + 1) else {
      throw Problem(
        .shapeMismatch, at: "/\(predictions.name)",
        "\(shape): rows of \(channels) channels leave none for classes: 4 · (reg_max + 1) are distances")
    }
    return (rows, channels)
  }
}
