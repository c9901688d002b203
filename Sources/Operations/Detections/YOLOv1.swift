import DetectionCore

struct YOLOv1: FieldedOperation {
  /// How the numbers of the grid lie.
  enum Layout: String, CaseIterable {
    case cells, darknet
  }

  let about = About(
    "detections", "yolov1",
    summary: "The first YOLO's grid to boxes: threshold, NMS, cap, letterbox undone.",
    formula: "score = confidence · P(class | object);  x = (column + x̂)/S · width,  w = ŵ · width",
    source: "Redmon et al. 2016, «You Only Look Once», §2 and §2.2; Darknet, get_detection_boxes",
    example: #"""
      {"predictions": [[[0.5, 0.5, 0.6, 0.6, 0.9, 0.1, 0.1, 0.2, 0.2, 0.1, 0.8, 0.2]]], "image_size": [448, 448]}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("S_y", "S_x", "D"), .of("B", "S_y", "S_x", "D"),
    holds: "A grid of cells, usually as many rows as columns, each of D = boxes_per_cell · 5 + C numbers: x, y in the "
      + "cell, w, h in the image, confidence, for every box; then C conditional class probabilities.")
  let imageSize = Field<ImageSize<Double>?>.size("image_size", "[height, width] of the network's input.").required
  let boxesPerCell = Field.integer("boxes_per_cell", .from(1), default: 2, "Boxes that a cell predicts.")
  let layout = Field<Layout>.choice(
    "layout", default: .cells,
    "\"darknet\": the numbers are Darknet's own, all cells' classes, then all confidences, then all x, y, w, h.")
  let hasSquareRoots = Field.flag(
    "square_root_sizes", "w and h are square roots, as Darknet's networks give them.")
  let isMultiLabel = Field.multiLabel(default: true)
  let stages = StageFields(scoreThreshold: 0.2, topK: nil, per: "an image", iouThreshold: 0.4)
  let original = OriginalImageFields()
  let letterbox = LetterboxFields()
  let outputs = DetectionOutputs()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let batch = try DetectorBatch<S>(request, [predictions], imageRank: 3)
    let size = ImageSize<S>(request[imageSize] ?? ImageSize(height: 1, width: 1))
    let stages: DetectionStages<S> = try stages.read(request, images: batch.count)
    let mappings: [ImageMapping<S>?] = try original.letterboxes(
      request, network: imageSize, fit: letterbox.fit(request), count: batch.count)
    return try outputs.answer(request, batch.count) { image in
      let head = try YOLOv1Head(
        batch.tensor(predictions, image), image: size, labels: RowLabels(all: request[isMultiLabel]),
        boxesPerCell: request[boxesPerCell], layout: request[layout] == .darknet ? .darknet : .cells,
        hasSquareRoots: request[hasSquareRoots])
      return try stages.detect(head, mapping: mappings[image], deadline: request.limits.deadline)
    }
  }
}
