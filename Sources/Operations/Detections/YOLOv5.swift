import DetectionCore

struct YOLOv5: AnchorGridDefinition {
  let about = About(
    "detections", "yolov5",
    summary: "YOLOv5's output to boxes: threshold, top-k, NMS, cap, letterbox undone.",
    formula: "score = objectness · best class;  raw: x = (2σ(t_x) − ½ + column) · stride,  w = w_a (2σ(t_w))²",
    source: "Jocher et al. 2020, «Ultralytics YOLOv5», Detect and non_max_suppression",
    example: #"""
      {"predictions": [[10, 10, 8, 8, 0.9, 0.9, 0.2], [11, 10, 8, 8, 0.8, 0.7, 0.1], [40, 40, 6, 9, 0.6, 0.1, 0.8]]}
      """#)
  let fields = AnchorGridFields(
    rowOrder: .anchorMajor, isMultiLabel: false,
    stages: StageFields(
      scoreThreshold: 0.25, topK: 30000, per: "an image", iouThreshold: 0.45, maxDetections: 1000))

  func coding<S: Scalar>(_ grid: Grid, as scalar: S.Type) -> AnchorGridHead<S>.BoxCoding {
    .quadratic(grid)
  }
}
