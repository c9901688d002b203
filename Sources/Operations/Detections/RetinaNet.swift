import DetectionCore

struct RetinaNet: FieldedOperation {
  let about = About(
    "detections", "retinanet",
    summary: "RetinaNet's raw heads to boxes: threshold, top-k per level, decode, clip, merge, NMS, cap.",
    formula: "score = σ(class_logits);  box = decode(box_deltas, anchor)",
    source:
      "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4.1; torchvision, RetinaNet.postprocess_detections",
    example: #"""
      {"class_logits": [[2.0, -3.0], [-4.0, 1.0], [-5.0, -5.0], [-5.0, 0.5]],
       "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#)
  let classLogits = TensorField.reals(
    "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: LevelMaps<Double>.shapes("a·K"),
    holds: "Rows run level by level, then y, x, anchor; for B images a batch. Or a list of levels, the maps as the "
      + "network gives them (a: anchors of a cell).")
  let boxDeltas = DenseHeadFields.boxDeltas
  let isMultiLabel = Field.multiLabel(default: true)
  let anchors = AnchorFields(imageSize: ImageFields.clipping, featureSizes: DenseHeadFields.featureSizes)
  let stages = StageFields(
    scoreThreshold: 0.05, topK: 1000, clipping: .beforeSuppression, scope: .level)
  let decoding = BoxDecodingFields(BoxFields.weights())
  let original = OriginalImageFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(
      request, [classLogits, boxDeltas], featureSizes: anchors.pyramid.featureSizes)
    let images = try DetectorImages<S>(request, anchors.pyramid.images, original, count: batch.count)
    // Without images there is nothing to lay anchors for, and no data to say how many there may be.
    guard batch.count > 0 else { return try outputs.none(request) }
    let laid: HeadAnchors<S> = try anchors.read(
      request, features: batch.features, maps: batch.levels(classLogits), padded: images.padded,
      rows: batch.head(classLogits, 0).rows, of: classLogits)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let coder: BoxCoder<S> = decoding.coder(request)
    return try outputs.answer(request, batch.count) { image in
      let head = try RetinaNetHead(
        classLogits: batch.head(classLogits, image), boxDeltas: batch.head(boxDeltas, image), anchors: laid.anchors,
        levels: laid.levels, image: images.sizes[image], coder: coder,
        labels: RowLabels(all: request[isMultiLabel]))
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }
}
