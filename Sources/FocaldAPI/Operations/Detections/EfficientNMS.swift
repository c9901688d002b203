import DetectionCore

struct EfficientNMS: OperationDefinition {
  let declaration = Declaration(
    family: "detections", name: "efficient-nms",
    summary: "Boxes, or offsets from anchors, and scores to TensorRT EfficientNMS' four outputs.",
    formula: "score = σ(scores) or scores;  keep a box unless IoU(box, a better kept one of its class) > "
      + "iou_threshold;  with anchors x1 = x1_a + t_x1, or centred x = x_a + t_x w_a,  w = w_a exp(t_w)",
    source: "NVIDIA, TensorRT, efficientNMSPlugin; without its limit of 4096 candidates",
    inputs: [
      Input(
        "boxes", .of("N", "4"), .of("B", "N", "4"), .of("B", "N", "L", "4"),
        holds: "Boxes in box_coding; one a row, or one for each class (L = K). Corners may come in either order. With "
          + "anchors, offsets from them."),
      Input("scores", .of("N", "K"), .of("B", "N", "K"), holds: "A score, or logit, of every class."),
      Input(
        "anchors", .of("N", "4"), .of("P", "N", "4"), presence: .optional(otherwise: "boxes are decoded"),
        holds: "TensorRT's fused box decoder: the anchor of each row, in box_coding; of a batch those of each image "
          + "(P = B), or of all (P = 1)."),
    ],
    parameters: [
      Parameter(
        "score_activation", .choice(["none", "sigmoid"]), default: "none", "What makes scores of them."),
      Parameter(
        "box_coding", .choice([BoxFormat.xyxy.rawValue, BoxFormat.cxcywh.rawValue]), default: "xyxy",
        "Corners x1, y1, x2, y2 (TensorRT's 0), or centre and size (its 1); of anchors as well."),
      DetectionParameters.background(nil),
    ]
      + DetectionParameters.stages(
        scoreThreshold: 0.25, topK: nil, per: "an image", iouThreshold: 0.45, maxDetections: 100)
      + YOLOParameters.grid.prefix(1) + DetectionParameters.original,
    outputs: [
      OutputDescription("num_detections", "(B, 1)", element: .int32, "How many detections an image has."),
      OutputDescription(
        "detection_boxes", "(B, M, 4)", "Corners x1, y1, x2, y2; M is max_detections, what is left over is 0."),
      OutputDescription("detection_scores", "(B, M)", "Best first."),
      OutputDescription("detection_classes", "(B, M)", element: .int32, "Class indices."),
      DetectionOutputs.images,
    ],
    example: #"""
      {"boxes": [[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], "scores": [[0.9, 0.1], [0.8, 0.3], [0.2, 0.7]],
       "max_detections": 3}
      """#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let scores: Tensor<S> = try arguments.tensor("scores")
    let boxes: Tensor<S> = try arguments.tensor("boxes")
    let isBatch = scores.shape.rank == 3
    guard boxes.shape.rank >= scores.shape.rank, isBatch || boxes.shape.rank == 2 else {
      throw Problem(
        .wrongRank, at: "/boxes",
        "boxes \(boxes.shape) and scores \(scores.shape) must be of one image, or of the same batch")
    }
    let count = isBatch ? scores.shape[0] : 1
    guard !isBatch || boxes.shape[0] == count, count <= RetinaNetImages.limit else {
      throw Problem(
        .shapeMismatch, at: "/boxes",
        "boxes \(boxes.shape) and scores \(scores.shape) must be of the same batch, of \(RetinaNetImages.limit) images at "
          + "the most")
    }
    let most = try Self.width(arguments, count)
    let stages: DetectionStages<S> = try DetectionParameters.stages(arguments, images: count)
    let mappings: [ImageMapping<S>?] = try YOLOParameters.mappings(arguments, count: count)
    let anchors: [Tensor<S>?] = try Self.anchors(arguments, count)
    let found = try (0..<count).map { image in
      let head = try PlainBoxHead(
        boxes: isBatch ? boxes.row(image) : boxes, scores: isBatch ? scores.row(image) : scores,
        anchors: anchors[image], activation: arguments.choice("score_activation"),
        background: arguments.optionalInteger("background_class"), format: arguments.choice("box_coding"))
      return try stages.detect(head, mapping: mappings[image], deadline: arguments.limits.deadline)
    }
    return Self.answer(found, most)
  }

  /// The anchors of every image; `nil` where boxes are decoded.
  private static func anchors<S: Scalar>(_ arguments: Arguments, _ images: Int) throws -> [Tensor<S>?] {
    guard let anchors: Tensor<S> = try arguments.optionalTensor("anchors") else {
      return Array(repeating: nil, count: images)
    }
    guard anchors.shape.rank == 3 else { return Array(repeating: anchors, count: images) }
    guard anchors.shape[0] == 1 || anchors.shape[0] == images else {
      throw Problem(
        .shapeMismatch, at: "/anchors",
        "anchors \(anchors.shape) are of \(counted(anchors.shape[0], "image")): give those of one, or of all \(images)")
    }
    return (0..<images).map { anchors.row(anchors.shape[0] == 1 ? 0 : $0) }
  }

  /// M: the padded outputs hold as many for each image, whatever is found.
  private static func width(_ arguments: Arguments, _ images: Int) throws(Problem) -> Int {
    let most = arguments.integer("max_detections")
    guard most <= arguments.limits.answerElements / 4 / max(images, 1) else {
      throw Problem(
        .answerTooLarge, at: "/max_detections",
        "\(counted(images, "image")) of \(most) detections are more than \(arguments.limits.answerElements) numbers")
    }
    return most
  }

  private static func answer<S: Scalar>(_ found: [Detections<S>], _ most: Int) -> Answer {
    var answer = Answer()
    answer.add(
      "num_detections", .tensor(.int32(padded(found.map { Tensor([Int32(clamping: $0.counts.returned)]) }, row: [1]))))
    answer.add("detection_boxes", padded(found.map(\.boxes), row: [most, 4]))
    answer.add("detection_scores", padded(found.map(\.scores), row: [most]))
    answer.add(
      "detection_classes", .tensor(.int32(padded(found.map { $0.labels.map { Int32(clamping: $0) } }, row: [most]))))
    answer.add("images", .list(found.map { Answer.Value($0) }))
    return answer
  }

  /// The images' tensors one after the other, each filled up with zeros.
  private static func padded<Element: Numeric>(_ tensors: [Tensor<Element>], row: [Int]) -> Tensor<Element> {
    let shape = Shape([tensors.count] + row) ?? Shape(vector: 0)
    return Tensor(shape: shape) { output in
      output.initialize(repeating: 0)
      let width = shape.dropFirst().count
      for (image, tensor) in tensors.enumerated() {
        for position in 0..<min(tensor.count, width) { output[image * width + position] = tensor[position] }
      }
    }
  }
}
