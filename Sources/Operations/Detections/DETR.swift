import DetectionCore

struct DETR: FieldedOperation {
  /// What makes scores of logits.
  enum Activation: String, CaseIterable {
    case softmax, sigmoid
  }

  let about: About
  let classLogits = TensorField.reals(
    "class_logits", .of("Q", "K"), .of("B", "Q", "K"), holds: "A row a query, a channel a class.")
  let boxes = TensorField.reals(
    "boxes", .of("Q", "4"), .of("B", "Q", "4"), holds: "cx, cy, w, h as parts of image_size, from 0 to 1.")
  let images = ImageFields(
    size: .sizePerImage("image_size", "[height, width], or one per image; boxes are parts of it, and not clipped.")
      .required, padded: nil)
  let activation: Field<Activation>
  let background = Field.optionalInteger(
    "background_class", .from(0), "The class «no object». null: the last one of a softmax, none of sigmoids.")
  let isMultiLabel = Field.optionalFlag(
    "multi_label",
    "Every class of a query is a candidate by itself, not only its best one. null: with sigmoids.")
  let stages: StageFields
  let original = OriginalImageFields()
  let outputs = DetectionOutputs()

  /// A detector of the family: its usual scores, and how many boxes it answers.
  init(_ about: About, _ activation: Activation, maxDetections: Int) {
    self.about = about
    self.activation = .choice(
      "score_activation", default: activation,
      "What makes scores of logits: DETR's softmax, or sigmoids (Deformable DETR, RT-DETR).")
    stages = StageFields(endToEnd: 0.5, maxDetections: maxDetections, clipping: .never)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(request, [classLogits, boxes])
    let images = try DetectorImages<S>(request, images, original, count: batch.count)
    let isSoftmax = request[activation] == .softmax
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let logits = batch.tensor(classLogits, image)
      let last = logits.shape.extents.last.map { $0 - 1 }
      let head = try DETRHead(
        classLogits: logits, boxes: batch.tensor(boxes, image), image: images.sizes[image],
        activation: isSoftmax ? .softmax : .sigmoid, background: request[background] ?? (isSoftmax ? last : nil),
        labels: request[isMultiLabel] ?? !isSoftmax ? .all : .best, isClipped: stages.clipping != .never)
      return try stages.detect(head, mapping: images.mappings[image], deadline: request.limits.deadline)
    }
  }
}

extension DETR {
  /// Carion et al.
  static let detr = DETR(
    About(
      "detections", "detr",
      summary: "DETR's queries to boxes: one object each, or none; nothing is suppressed.",
      formula: "score = softmax(class_logits) without background_class, or σ;  box = (cx, cy, w, h) · image_size",
      source:
        "Carion et al. 2020, «End-to-End Object Detection with Transformers», §3; Zhu et al. 2021, «Deformable DETR»",
      example: #"""
        {"class_logits": [[2.0, -1.0, 0.5], [-1.0, 0.2, 3.0], [0.0, 4.0, 1.0]],
         "boxes": [[0.5, 0.5, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1], [0.25, 0.75, 0.5, 0.25]], "image_size": [480, 640]}
        """#), .softmax, maxDetections: 100)
}
