import DetectionCore

struct YOLOv8Rotated: FieldedOperation {
  let about = About(
    "detections", "yolov8-obb",
    summary:
      "The output of YOLOv8-obb, YOLO11-obb or YOLO26-obb to rotated boxes: threshold, rotated NMS, letterbox undone.",
    formula: "keep a box unless probiou(box, a better one of its class) > iou_threshold;  raw: r = (σ(t) − ¼) π",
    source:
      "Jocher et al. 2023, «Ultralytics YOLOv8», OBB, dist2rbox, fast_nms; Murrugarra-Llerena et al. 2021, "
      + "«Probabilistic Intersection-over-Union»",
    example: #"""
      {"predictions": [[30, 31, 80], [30, 30, 70], [20, 20, 16], [8, 8, 6], [0.9, 0.8, 0.6], [0.5, 0.55, 1.0]],
       "layout": "channels-first"}
      """#)
  let fields: YOLOTaskFields
  let suppression = RotatedSuppressionFields()
  let regularizes = Field.flag(
    "regularize", "Answers angles in [0, π/2), sides changed over where that takes it, instead of the network's.")
  let outputs = DetectionOutputs(.rotation)

  /// `head`: what rows are unless a request says.
  init(head: YOLOTaskFields.Head = .oneToMany) {
    fields = YOLOTaskFields(
      behindClasses: "the angle, in radians from the x axis to the y axis",
      stages: StageFields(rotated: 0.25, topK: 30000, maxDetections: 300), head: head)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let task = try YOLOTask<S>(about.name, request, fields, extras: 1)
    let suppression: RotatedSuppression<S>? = task.isSuppressed ? suppression.read(request) : nil
    return try outputs.answer(request, task.count) { image in
      try task.stages.detectRotated(
        task.head(image), suppression: suppression, regularizes: request[regularizes], mapping: task.mappings[image],
        deadline: request.limits.deadline)
    }
  }
}
