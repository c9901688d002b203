import DetectionCore

struct GFL: FieldedOperation {
  let about = About(
    "detections", "gfl",
    summary: "GFL's raw heads to boxes: threshold, top-k per level, distributions to distances, clip, NMS, cap.",
    formula: "score = σ(class_logits);  d = Σ i · softmax(t)_i;  box = centre ∓ d · stride",
    source: "Li et al. 2020, «Generalized Focal Loss», §3.2; mmdetection, GFLHead",
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 2.5]],
       "box_distributions": [[0, 1, 0, 1, 1, 0, 2, 0], [1, 0, 0, 1, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0],
       [2, 0, 0, 0, 0, 3, 1, 1]], "image_size": [64, 64], "feature_sizes": [[2, 2]]}
      """#)
  let classLogits = TensorField.reals(
    "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: LevelMaps<Double>.shapes("K"),
    holds:
      "Rows run level by level, then y, x; for B images a batch. Or a list of levels, the maps as the network gives "
      + "them.")
  let distributions = TensorField.reals(
    "box_distributions", .of("A", "D"), .of("B", "A", "D"), levels: LevelMaps<Double>.shapes("D"),
    holds: "Logits of the distances left, top, right, bottom: D = 4 · (n + 1) for the distances 0 … n, in strides.")
  let pyramid = PyramidFields(
    imageSize: ImageFields.clipping,
    featureSizes: .featureSizes("[[h, w] per level]. null: those of the maps, where heads come so."))
  let centerOffset = Field.number(
    "center_offset", .any, default: 0,
    "Where in its cell a centre is, in strides: 0 (mmdetection), 0.5 (its middle).")
  let stages = StageFields(scoreThreshold: 0.05, topK: 1000, iouThreshold: 0.6, clipping: .beforeSuppression)
  let original = OriginalImageFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(
      request, [classLogits, distributions], anchors: rowsOfMaps(request), featureSizes: pyramid.featureSizes)
    let images = try DetectorImages<S>(request, pyramid.images, original, count: batch.count)
    // Without images there is nothing to lay cells for, and no data to say how many there may be.
    guard batch.count > 0 else { return try outputs.none(request) }
    let first = try batch.head(classLogits, 0)
    let grid = try pyramid.grid(
      request, features: batch.features, padded: images.padded, rows: first.rows, of: classLogits)
    let channels = try batch.head(distributions, 0).channels
    guard channels > 0, channels.isMultiple(of: 4) else {
      throw Problem(
        .shapeMismatch, at: "/\(distributions.name)",
        "\(distributions.name) has rows of \(channels), which is not as many for each of four sides")
    }
    let cells: Boxes<S> = grid.cellBoxes(offset: request[centerOffset], rows: first.rows)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try DistributionHead(
        scores: batch.head(classLogits, image), classes: first.channels,
        distributions: batch.head(distributions, image),
        bins: channels / 4, cells: cells, levels: grid.rows() ?? [], image: images.sizes[image])
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }

  /// Each level has one row a cell.
  private func rowsOfMaps(_ request: Request) -> [Int]? { request.levels[classLogits.name]?.map { _ in 1 } }
}
