import DetectionCore

struct YOLOv3: AnchorGridDefinition {
  let about = About(
    "detections", "yolov3",
    summary: "YOLOv3's output to boxes: threshold, top-k, NMS, cap, letterbox undone.",
    formula: "score = objectness · class;  raw: x = (σ(t_x) + column) · stride,  w = w_a exp(t_w)",
    source:
      "Redmon and Farhadi 2018, «YOLOv3: An Incremental Improvement», §2.1 and §2.2; Darknet, get_yolo_detections",
    example: #"""
      {"predictions": [[0.2, -0.1, 0.1, 0.3, 2.0, 3.0, -1.0], [-2, -2, -2, -2, -5.0, 0, 0]],
       "anchors": [[[10, 13], [16, 30]]], "strides": [16], "image_size": [16, 16]}
      """#)
  let fields = AnchorGridFields(
    rowOrder: .cellMajor, isMultiLabel: true,
    stages: StageFields(
      scoreThreshold: 0.5, topK: 30000, per: "an image", iouThreshold: 0.45, maxDetections: 300))

  func coding<S: Scalar>(_ grid: Grid, as scalar: S.Type) -> AnchorGridHead<S>.BoxCoding {
    .exponential(grid)
  }
}
