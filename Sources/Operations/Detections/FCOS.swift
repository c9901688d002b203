import DetectionCore

struct FCOS: FieldedOperation {
  let about = About(
    "detections", "fcos",
    summary: "FCOS' raw heads to boxes: threshold, top-k per level, decode, clip, merge, NMS, cap.",
    formula: "score = √(σ(class_logits) · σ(centerness));  box = centre ∓ (l, t, r, b) · stride",
    source:
      "Tian et al. 2019, «FCOS: Fully Convolutional One-Stage Object Detection», §3; torchvision, "
      + "FCOS.postprocess_detections",
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 2.5]],
       "box_deltas": [[0.1, 0.2, 0.9, 0.8], [0.4, 0.5, 0.6, 0.7], [0, 0, 0, 0], [1.0, 0.9, 0.5, 0.6]],
       "centerness": [[1.0], [0.5], [0.0], [2.0]], "image_size": [64, 64], "feature_sizes": [[2, 2]]}
      """#)
  let classLogits = TensorField.reals(
    "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: LevelMaps<Double>.shapes("K"),
    holds: "Rows run level by level, then y, x; for B images a batch. Or a list of levels, the maps as the network "
      + "gives them.")
  let boxDeltas = TensorField.reals(
    "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: LevelMaps<Double>.shapes("4"),
    holds: "Distances left, top, right, bottom from the cell's centre, after the head's relu or exp.")
  let centerness = TensorField.reals(
    "centerness", .of("A", "1"), .of("B", "A", "1"), levels: LevelMaps<Double>.shapes("1"), holds: "Logits.")
  let pyramid = PyramidFields(
    imageSize: ImageFields.clipping,
    featureSizes: .featureSizes("[[h, w] per level]. null: those of the maps, where heads come so."))
  let points = PointFields()
  let hasRoot = Field.flag(
    "score_root", default: true,
    "Whether a score is the root of the product (torchvision, the authors' code, detectron2), or the product (the paper, "
      + "mmdetection).")
  let selection = Field<FCOSHead<Double>.Selection>.choice(
    "selected_by", default: .score,
    "What score_threshold and top_k look at: the score; or the probability of the class, without the centerness "
      + "(mmdetection).")
  let stages = StageFields(
    scoreThreshold: 0.2, topK: 1000, iouThreshold: 0.6, clipping: .beforeSuppression, scope: .level)
  let original = OriginalImageFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(
      request, [classLogits, boxDeltas, centerness], featureSizes: pyramid.featureSizes)
    let images = try DetectorImages<S>(request, pyramid.images, original, count: batch.count)
    // Without images there is nothing to lay cells for, and no data to say how many there may be.
    guard batch.count > 0 else { return try outputs.none(request) }
    let rows = try batch.head(classLogits, 0).rows
    let grid = try pyramid.grid(
      request, features: batch.features, padded: images.padded, rows: rows, of: classLogits)
    let cells: Boxes<S> = grid.cellBoxes(offset: request[points.centerOffset], rows: rows)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try FCOSHead(
        classLogits: batch.head(classLogits, image), distances: batch.head(boxDeltas, image),
        centerness: batch.head(centerness, image), anchors: cells, levels: grid.rows() ?? [],
        image: images.sizes[image], isNormalized: request[points.isNormalized],
        hasRoot: request[hasRoot], selection: .init(request[selection]))
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }
}

extension FCOSHead.Selection {
  /// The same in another arithmetic.
  fileprivate init(_ selection: FCOSHead<Double>.Selection) { self = Self(rawValue: selection.rawValue) ?? .score }
}
