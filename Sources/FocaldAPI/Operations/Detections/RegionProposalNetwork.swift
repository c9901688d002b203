import DetectionCore

struct RegionProposalNetwork: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "rpn",
    summary: "The raw heads of a region proposal network to proposals: the first stage of Faster R-CNN.",
    formula: "score = σ(objectness);  box = decode(box_deltas, anchor)",
    source: "Ren et al. 2015, «Faster R-CNN», §3.1 and §3.3; torchvision, RegionProposalNetwork.filter_proposals",
    inputs: [
      Input(
        "objectness", .of("A", "1"), .of("B", "A", "1"), levels: DetectionParameters.levels("a"),
        holds: "Logits; rows run level by level, then y, x, anchor; for B images a batch. Or a list of levels, the "
          + "maps as the network gives them (a: anchors of a cell)."),
      Input(
        "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: DetectionParameters.levels("a·4"),
        holds: "dx, dy, dw, dh of each row's anchor."),
      AnchorInputs.explicit,
    ],
    parameters: [
      DetectionParameters.imageSize,
      PyramidParameters.optionalFeatureSizes,
      PyramidParameters.paddedSize,
    ] + PyramidParameters.anchorParameters
      + DetectionParameters.stages(scoreThreshold: nil, topK: 1000, iouThreshold: 0.7, maxDetections: 1000)
      + [DetectionParameters.minimumSize(0.001), BoxInputs.weights] + DetectionParameters.original,
    outputs: [DetectionOutputs.images(hasMinimumSize: true)],
    example: #"""
      {"objectness": [[2.0], [-4.0], [0.5], [1.5]],
       "box_deltas": [[0.1, 0.0, 0.0, 0.0], [0.0, 0.1, 0.2, 0.0], [0, 0, 0, 0], [0.0, 0.0, 0.1, 0.1]],
       "image_size": [64, 64], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(arguments, ["objectness", "box_deltas"])
    let images = try DetectorImages<S>(arguments, count: batch.count)
    // Without images there is nothing to lay anchors for, and no data to say how many there may be.
    guard batch.count > 0 else { return batch.noImages }
    let pyramid: RetinaNetAnchors<S> = try RetinaNetAnchors(
      batch.arguments, rows: batch.head("objectness", 0).rows, maps: batch.levels(), padded: images.padded,
      head: "objectness")
    let stages = try batch.stages()
    let coder = BoxCoder<S>(weights: BoxInputs.weights(arguments))
    return try batch.answer { image in
      let head = try RPNHead(
        objectness: batch.head("objectness", image), boxDeltas: batch.head("box_deltas", image),
        anchors: pyramid.anchors, levels: pyramid.levels, image: images.sizes[image], coder: coder)
      return try stages.detect(head, mapping: images.mappings[image], deadline: arguments.limits.deadline)
    }
  }
}
