import DetectionCore

struct FasterRCNN: FieldedOperation {
  let about = About(
    "detections", "faster-rcnn",
    summary: "The raw RoI heads of Faster R-CNN to boxes: the second stage; detections.rpn is the first.",
    formula: "score = softmax(class_logits);  box = decode(box_deltas of the class, proposal)",
    source: "Ren et al. 2015, «Faster R-CNN», §3; torchvision, RoIHeads.postprocess_detections; detectron2, "
      + "fast_rcnn_inference; mmdetection, BBoxHead",
    example: #"""
      {"class_logits": [[0.1, 2.0, -1.0], [3.0, 0.0, 0.5]],
       "box_deltas": [[0, 0, 0, 0, 0.5, 0.0, 0.2, 0.0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1.0, 0.0, 0.0, -0.5]],
       "proposals": [[0, 0, 16, 16], [8, 8, 24, 24]], "image_size": [32, 32]}
      """#)
  let classLogits = TensorField.reals(
    "class_logits", .of("R", "K"), .of("B", "R", "K"), holds: "A row a proposal, a channel a class.")
  let boxDeltas = TensorField.reals(
    "box_deltas", .of("R", "D"), .of("B", "R", "D"),
    holds: "dx, dy, dw, dh of each row's proposal: for each class (D = 4 · K), for each but the background "
      + "(D = 4 · (K − 1)), or for all (D = 4).")
  let proposals = TensorField.reals(
    "proposals", .of("R", "4"), .of("B", "R", "4"), holds: "Proposals x1, y1, x2, y2, in pixels of the network's input."
  )
  let images = ImageFields(size: ImageFields.clipping, padded: nil)
  let proposalCounts = Field.optionalIntegers(
    "proposal_counts", .notNegative,
    "How many rows each image has, where those of all images stand one after the other. null: rows of one image, or a "
      + "batch with as many of each.")
  let background = StageFields.background(
    0,
    "The class that is no object: 0 in torchvision, the last (K − 1) in detectron2 and mmdetection. null: there is none."
  )
  let decoding = BoxDecodingFields(
    BoxFields.weights(default: [10, 10, 5, 5], "w_x, w_y, w_w, w_h: what the offsets are divided by."))
  let stages = StageFields(
    scoreThreshold: 0.05, topK: nil, per: "an image", minimumSize: 0.01, clipping: .beforeSuppression)
  let original = OriginalImageFields()
  let outputs = DetectionOutputs(.minimumSize)

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try ProposalBatch<S>(request, [classLogits, boxDeltas, proposals], proposalCounts)
    let images = try DetectorImages<S>(request, images, original, count: batch.count)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let coder: BoxCoder<S> = decoding.coder(request)
    return try outputs.answer(request, batch.count) { image in
      let head = try RoIHead(
        classLogits: HeadPyramid(batch.tensor(classLogits, image)),
        boxDeltas: HeadPyramid(batch.tensor(boxDeltas, image)),
        proposals: request.boxes(batch.tensor(proposals, image), of: proposals), image: images.sizes[image],
        coder: coder, background: request[background])
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }
}
