import DetectionCore

struct YOLOv8Pose: FieldedOperation {
  let about = About(
    "detections", "yolov8-pose",
    summary: "The output of YOLOv8-pose, YOLO11-pose or YOLO26-pose to boxes with keypoints, back in the picture.",
    formula: "keypoint = (x − pad)/scale;  raw: x = (2 t_x + column) · stride,  visibility = σ(t_v)",
    source: "Jocher et al. 2023, «Ultralytics YOLOv8», Pose, kpts_decode, scale_coords",
    example: #"""
      {"predictions": [[10, 50], [10, 50], [8, 4], [8, 4], [0.9, 0.6], [9, 49], [8, 51], [0.8, 0.1], [12, 52], [11, 50],
       [0.7, 0.9]], "layout": "channels-first", "keypoint_shape": [2, 3]}
      """#)
  let fields: YOLOTaskFields
  let keypointShape = Field.integers(
    "keypoint_shape", .from(1, to: 65536), default: [17, 3],
    "[k, d]: keypoints of a row, and numbers of each, 2 (x, y) or 3 (and a visibility).")
  let outputs = DetectionOutputs(.keypoints)

  /// `head`: what rows are unless a request says.
  init(head: YOLOTaskFields.Head = .oneToMany) {
    fields = YOLOTaskFields(
      behindClasses: "the keypoints, x, y and perhaps a visibility each",
      stages: StageFields(
        scoreThreshold: 0.25, topK: 30000, per: "an image", iouThreshold: 0.7, maxDetections: 300), head: head)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let shape = request[keypointShape]
    guard shape.count == 2, shape[1] == 2 || shape[1] == 3 else {
      throw Problem(
        .outOfRange, at: "/\(keypointShape.name)", "\(keypointShape.name) is [k, 2] or [k, 3], found \(shape)")
    }
    let (points, width) = (shape[0], shape[1])
    let task = try YOLOTask<S>(about.name, request, fields, extras: points * width)
    return try outputs.answer(request, task.count) { image in
      let head = try task.head(image)
      var found = try task.stages.detect(head, mapping: task.mappings[image], deadline: request.limits.deadline)
      try request.reserve(rows: found.anchorIndices.count, of: points * width, as: S.self)
      found.keypoints = head.keypoints(
        of: found.anchorIndices, count: points, width: width, mapping: task.mappings[image])
      return found
    }
  }
}
