import DetectionCore

struct YOLOv8Segmentation: FieldedOperation {
  let about = About(
    "detections", "yolov8-seg",
    summary: "The output of YOLOv8-seg, YOLO11-seg or YOLO26-seg to boxes with masks, in the picture's pixels.",
    formula: "mask = σ(Σ c_m P_m) > mask_threshold, the sum brought to the picture and cropped to the box",
    source: "Bolya et al. 2019, «YOLACT», §3; Jocher et al. 2023, «Ultralytics YOLOv8», Segment, process_mask_native",
    example: #"""
      {"predictions": [[8], [8], [12], [12], [0.9], [2.0]], "layout": "channels-first", "image_size": [16, 16],
       "prototypes": [[[-1, -1, -1, -1], [-1, 1, 1, -1], [-1, 1, 1, -1], [-1, -1, -1, -1]]], "strides": [16]}
      """#)
  let fields: YOLOTaskFields
  let prototypes = TensorField.reals(
    "prototypes", .of("M", "h", "w"), .of("B", "M", "h", "w"),
    holds: "The prototypes of the masks, over the whole of the network's input.")
  let threshold = Field.number(
    "mask_threshold", NumberRange(exclusiveMinimum: 0, exclusiveMaximum: 1), default: 0.5,
    "A pixel is inside where the mask's sigmoid is greater.")
  let sampling = Field<MaskSampling>.choice(
    "mask_sampling", default: .direct,
    "Between which cells a pixel's number is interpolated. \"direct\": the prototypes' own. \"enlarged\": where a letterbox's "
      + "padding ends within a cell, those of prototypes that are enlarged first, to twice as many cells or four times, as "
      + "ultralytics 8.4 has it.")
  let format = Field.maskFormat
  let outputs = DetectionOutputs(.masks)

  /// `head`: what rows are unless a request says.
  init(head: YOLOTaskFields.Head = .oneToMany) {
    fields = YOLOTaskFields(
      behindClasses: "a coefficient for each prototype",
      stages: StageFields(
        scoreThreshold: 0.25, topK: 30000, per: "an image", iouThreshold: 0.7, maxDetections: 300), head: head)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let prototypes: Tensor<S> = try HeadBatch(request, [self.prototypes], imageRank: 3).tensor(self.prototypes)
    let task = try YOLOTask<S>(about.name, request, fields, extras: prototypes.shape[1])
    guard prototypes.shape[0] == task.count else {
      throw Problem(
        .shapeMismatch, at: "/\(self.prototypes.name)",
        "predictions are of \(counted(task.count, "image")), prototypes of \(prototypes.shape[0])")
    }
    let pictures = try MaskPictures(request, fields, prototypes.shape, images: task.count)
    let found = try (0..<task.count).map { image in
      let head = try task.head(image)
      return try task.stages.detect(head, mapping: task.mappings[image], deadline: request.limits.deadline)
    }
    let masks = (0..<task.count).map { image in
      pictures.masks(
        prototypes.row(image), image, task.mappings[image], S(request[threshold]), sampling: request[sampling])
    }
    var (allowance, files) = (MaskAllowance(request, [self.prototypes, fields.predictions]), MaskFiles(request.limits))
    try allowance.check(zip(masks, found).map { ($0, $1.maskBoxes) })
    if request[format] == .png { try files.check(zip(masks, found).map { ($0, $1.labels.count) }) }
    return try outputs.answer(request, task.count) { image in
      var found = found[image]
      let all = try masks[image].all(of: found, task.head(image), request, &allowance)
      found.masks = all
      if request[format] == .png { found.maskFiles = try files.texts(of: all) }
      return found
    }
  }
}

extension Detections {
  /// The boxes that masks are cropped to.
  fileprivate var maskBoxes: [CornerBox<S>] {
    (0..<labels.count).map { row in
      CornerBox(x1: boxes[4 * row], y1: boxes[4 * row + 1], x2: boxes[4 * row + 2], y2: boxes[4 * row + 3])
    }
  }
}

extension PrototypeMasks {
  /// The masks of detections, whose coefficients stand behind their rows' classes. Memory is reserved before it is taken.
  fileprivate func all<Head: ExtraNumbers>(
    of found: Detections<S>, _ head: Head, _ request: Request, _ allowance: inout MaskAllowance
  ) throws -> [RunLengthMask] where Head.S == S {
    let boxes = found.maskBoxes
    guard request.limits.reserve(boxes.map(scratch).max() ?? 0) else { throw Problem.noMemory(for: "the masks") }
    var masks: [RunLengthMask] = []
    for (row, box) in boxes.enumerated() {
      let coefficients = (0..<count).map { head.extra(found.anchorIndices[row], $0) }
      let mask = try mask(coefficients, box: box, deadline: request.limits.deadline)
      try allowance.spend(mask)
      // The runs, and their letters.
      guard request.limits.reserve(12 * mask.runs.count) else { throw Problem.noMemory(for: "the masks") }
      masks.append(mask)
    }
    return masks
  }
}
