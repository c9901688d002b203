import DetectionCore

struct SSD: FieldedOperation {
  let about = About(
    "detections", "ssd",
    summary: "SSD's raw heads to boxes: softmax, threshold, top-k per class, decode, clip, NMS, cap.",
    formula: "score = softmax(class_logits);  box = decode(box_deltas, anchor)",
    source: "Liu et al. 2016, «SSD: Single Shot MultiBox Detector», §2.2; torchvision, SSD.postprocess_detections",
    example: #"""
      {"class_logits": [[0.1, 2.0, -1.0], [3.0, 0.0, 0.5], [0.0, -1.0, 2.5]],
       "box_deltas": [[0.5, 0.0, 0.2, 0.0], [0, 0, 0, 0], [0.0, -0.4, 0.0, 0.3]],
       "anchors": [[0, 0, 16, 16], [8, 8, 24, 24], [16, 4, 32, 28]], "image_size": [32, 32], "score_threshold": 0.2}
      """#)
  let classLogits = TensorField.reals(
    "class_logits", .of("A", "K"), .of("B", "A", "K"), levels: LevelMaps<Double>.shapes("a·K"),
    holds:
      "A row a default box, a channel a class. Or a list of levels, the maps as the network gives them (a: default "
      + "boxes of a cell).")
  let boxDeltas = TensorField.reals(
    "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: LevelMaps<Double>.shapes("a·4"),
    holds: "dx, dy, dw, dh of each row's default box.")
  let anchors = SSDAnchorFields()
  let background = StageFields.background(0)
  let decoding = BoxDecodingFields(DenseHeadFields.weightsOfVariances)
  let stages = StageFields(
    scoreThreshold: 0.01, topK: 400, per: "a class", iouThreshold: 0.45, maxDetections: 200,
    clipping: .beforeSuppression, scope: .label)
  let original = OriginalImageFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(
      request, [classLogits, boxDeltas], featureSizes: anchors.pyramid.featureSizes)
    let images = try DetectorImages<S>(request, anchors.pyramid.images, original, count: batch.count)
    // Without images there is nothing to lay boxes for, and no data to say how many there may be.
    guard batch.count > 0 else { return try outputs.none(request) }
    let laid = try anchors.read(request, batch, classLogits, padded: images.padded)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let coder: BoxCoder<S> = decoding.coder(request)
    return try outputs.answer(request, batch.count) { image in
      let head = try SSDHead(
        classLogits: batch.head(classLogits, image), boxDeltas: batch.head(boxDeltas, image), anchors: laid.anchors,
        levels: laid.levels, image: images.sizes[image], coder: coder, background: request[background])
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }
}
