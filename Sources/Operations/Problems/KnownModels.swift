/// Models that people look for by a name that no operation has, and what reads their outputs.
enum KnownModels {
  /// Model, the operation that reads its outputs (`nil`: none), and why.
  private static let all: [(names: [String], operation: String?, reason: String)] = [
    (
      ["yolov9", "yolo9", "yolov11", "yolo11", "yolov12", "yolo12"], "yolov8",
      "the outputs of YOLOv9, 11 and 12 have the layout of YOLOv8's"
    ),
    (
      ["yolo26", "yolov26"], "yolov10",
      "YOLO26 exports the end-to-end rows of YOLOv10; its one-to-many head has YOLOv8's"
    ),
    (
      ["yolov11-pose", "yolo11-pose", "yolov26-pose", "yolo26-pose", "yolo-pose", "pose"], "yolov8-pose",
      "YOLO11's rows are those of YOLOv8, YOLO26's with head \"one-to-one\""
    ),
    (
      ["yolov11-seg", "yolo11-seg", "yolov26-seg", "yolo26-seg", "yolo-seg", "yolact", "seg"], "yolov8-seg",
      "YOLO11's rows are those of YOLOv8, YOLO26's with head \"one-to-one\""
    ),
    (
      ["yolov11-obb", "yolo11-obb", "yolov26-obb", "yolo26-obb", "yolo-obb", "obb"], "yolov8-obb",
      "YOLO11's rows are those of YOLOv8, YOLO26's with head \"one-to-one\""
    ),
    (["yolov7", "yolo7"], "yolov5", "YOLOv7's rows are those of YOLOv5"),
    (["rt-detr", "rtdetrv2", "rt-detrv2"], "rtdetr", "RT-DETR's queries"),
    (["d-fine", "deim"], "dfine", "D-FINE's queries"),
    (["nanodet-plus", "nanodetplus"], "nanodet", "NanoDet-Plus has its rows"),
    (["generalized-focal", "gflv1"], "gfl", "the heads of Generalized Focal Loss"),
  ]

  /// What to say of an operation or model that there is none of, if a well-known model is meant: `family` has operations
  /// of these names.
  static func advice(_ name: String, family: String, among siblings: [String]) -> String? {
    let name = name.lowercased()
    guard let model = all.first(where: { $0.names.contains(name) }) else { return nil }
    guard let operation = model.operation else { return family == "detections" ? model.reason : nil }
    return siblings.contains(operation) ? "did you mean \(family).\(operation)? \(model.reason)" : nil
  }
}
