import DetectionCore

struct RegionProposalNetwork: FieldedOperation {
  let about = About(
    "detections", "rpn",
    summary: "The raw heads of a region proposal network to proposals: the first stage of Faster R-CNN.",
    formula: "score = σ(objectness);  box = decode(box_deltas, anchor)",
    source: "Ren et al. 2015, «Faster R-CNN», §3.1 and §3.3; torchvision, RegionProposalNetwork.filter_proposals",
    example: #"""
      {"objectness": [[2.0], [-4.0], [0.5], [1.5]],
       "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#)
  let objectness = TensorField.reals(
    "objectness", .of("A", "1"), .of("B", "A", "1"), levels: LevelMaps<Double>.shapes("a"),
    holds: "Logits; rows run level by level, then y, x, anchor; for B images a batch. Or a list of levels, the maps as "
      + "the network gives them (a: anchors of a cell).")
  let boxDeltas = DenseHeadFields.boxDeltas
  let anchors = AnchorFields(imageSize: ImageFields.clipping, featureSizes: DenseHeadFields.featureSizes)
  let stages = StageFields(
    scoreThreshold: nil, topK: 1000, iouThreshold: 0.7, maxDetections: 1000, minimumSize: 0.001,
    clipping: .beforeSuppression)
  let decoding = BoxDecodingFields(BoxFields.weights())
  let original = OriginalImageFields()
  let outputs = DetectionOutputs(.minimumSize)

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(request, [objectness, boxDeltas], featureSizes: anchors.pyramid.featureSizes)
    let images = try DetectorImages<S>(request, anchors.pyramid.images, original, count: batch.count)
    // Without images there is nothing to lay anchors for, and no data to say how many there may be.
    guard batch.count > 0 else { return try outputs.none(request) }
    let laid: HeadAnchors<S> = try anchors.read(
      request, features: batch.features, maps: batch.levels(objectness), padded: images.padded,
      rows: batch.head(objectness, 0).rows, of: objectness)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let coder: BoxCoder<S> = decoding.coder(request)
    return try outputs.answer(request, batch.count) { image in
      let head = try RPNHead(
        objectness: batch.head(objectness, image), boxDeltas: batch.head(boxDeltas, image), anchors: laid.anchors,
        levels: laid.levels, image: images.sizes[image], coder: coder)
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }
}
