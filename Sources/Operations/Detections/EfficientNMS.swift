import DetectionCore

struct EfficientNMS: FieldedOperation {
  /// What makes scores.
  enum Activation: String, CaseIterable {
    case none, sigmoid
  }

  let about = About(
    "detections", "efficient-nms",
    summary: "Boxes, or offsets from anchors, and scores to TensorRT EfficientNMS' four outputs.",
    formula: "score = σ(scores) or scores;  keep a box unless IoU(box, a better kept one of its class) > "
      + "iou_threshold;  with anchors x1 = x1_a + t_x1, or centred x = x_a + t_x w_a,  w = w_a exp(t_w)",
    source: "NVIDIA, TensorRT, efficientNMSPlugin; without its limit of 4096 candidates",
    example: #"""
      {"boxes": [[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], "scores": [[0.9, 0.1], [0.8, 0.3], [0.2, 0.7]],
       "max_detections": 3}
      """#)
  let boxes = TensorField.reals(
    "boxes", .of("N", "4"), .of("B", "N", "4"), .of("B", "N", "L", "4"),
    holds: "Boxes in box_coding; one a row, or one for each class (L = K). Corners may come in either order. With "
      + "anchors, offsets from them.")
  let scores = TensorField.reals(
    "scores", .of("N", "K"), .of("B", "N", "K"), holds: "A score, or logit, of every class.")
  let anchors = TensorField.reals(
    "anchors", .of("N", "4"), .of("P", "N", "4"),
    holds: "TensorRT's fused box decoder: the anchor of each row, in box_coding; of a batch those of each image "
      + "(P = B), or of all (P = 1)."
  ).optional(otherwise: "boxes are decoded")
  let activation = Field<Activation>.choice("score_activation", default: .none, "What makes scores of them.")
  let coding = Field<BoxFormat>.choice(
    "box_coding", among: [.xyxy, .cxcywh], default: .xyxy,
    "Corners x1, y1, x2, y2 (TensorRT's 0), or centre and size (its 1); of anchors as well.")
  let background = StageFields.background(nil)
  let stages = StageFields(scoreThreshold: 0.25, topK: nil, per: "an image", iouThreshold: 0.45)
  let imageSize = GridFields.imageSize
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let padded = PaddedDetectionOutputs()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try EfficientNMSBatch<S>(request, self)
    let most = try width(request, batch.count)
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: imageSize, fit: letterbox.fit(request), count: batch.count)
    let found = try (0..<batch.count).map { image in
      let head = try PlainBoxHead(
        boxes: batch.boxes(image), scores: batch.scores(image), anchors: batch.anchors(image),
        activation: request[activation] == .sigmoid ? .sigmoid : .none, background: request[background],
        format: request[coding])
      return try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
    }
    var answer = Answer()
    padded.set(found, most, in: &answer)
    try outputs.set(request, found, in: &answer)
    return answer
  }

  /// M: the padded outputs hold as many for each image, whatever is found.
  private func width(_ request: Request, _ images: Int) throws(Problem) -> Int {
    let most = request[stages.maxDetections]
    guard most <= request.limits.answerElements / 4 / max(images, 1) else {
      throw Problem(
        .answerTooLarge, at: "/\(stages.maxDetections.name)",
        "\(counted(images, "image")) of \(most) detections are more than \(request.limits.answerElements) numbers")
    }
    return most
  }
}
