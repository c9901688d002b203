extension Registry {
  /// The detectors of YOLO11 and YOLO26 by their names, each with the operation that it is. YOLO26's rows are those of its
  /// one-to-one heads, as it exports them.
  package static let namesakes: [(operation: Operation, of: String)] = [
    (Operation(Namesake("yolo11", YOLOv8())), "detections.yolov8"),
    (Operation(Namesake("yolo11-pose", YOLOv8Pose())), "detections.yolov8-pose"),
    (Operation(Namesake("yolo11-seg", YOLOv8Segmentation())), "detections.yolov8-seg"),
    (Operation(Namesake("yolo11-obb", YOLOv8Rotated())), "detections.yolov8-obb"),
    (Operation(Namesake("yolo26", YOLOv10())), "detections.yolov10"),
    (Operation(Namesake("yolo26-pose", YOLOv8Pose(head: .oneToOne), example: pose)), "detections.yolov8-pose"),
    (
      Operation(Namesake("yolo26-seg", YOLOv8Segmentation(head: .oneToOne), example: segmentation)),
      "detections.yolov8-seg"
    ),
    (Operation(Namesake("yolo26-obb", YOLOv8Rotated(head: .oneToOne), example: rotated)), "detections.yolov8-obb"),
  ]

  /// The other names of an operation.
  package static func namesakes(of id: String) -> [Operation] { namesakes.filter { $0.of == id }.map(\.operation) }

  private static let pose = #"""
    {"predictions": [[6, 6, 14, 14, 0.9, 0, 9, 8, 0.8, 11, 12, 0.7]], "keypoint_shape": [2, 3]}
    """#
  private static let segmentation = #"""
    {"predictions": [[2, 2, 14, 14, 0.9, 0, 2.0]], "image_size": [16, 16],
     "prototypes": [[[-1, -1, -1, -1], [-1, 1, 1, -1], [-1, 1, 1, -1], [-1, -1, -1, -1]]]}
    """#
  private static let rotated = #"""
    {"predictions": [[30, 30, 20, 8, 0.9, 0, 0.5]]}
    """#
}
