/// Models that people look for by a name that no operation has, and what reads their outputs.
enum KnownModels {
  /// Model, the operation that reads its outputs (`nil`: none), and why.
  private static let all: [(names: [String], operation: String?, reason: String)] = [
    (
      ["yolov9", "yolo9", "yolov11", "yolo11", "yolov12", "yolo12"], "yolov8",
      "the outputs of YOLOv9, 11 and 12 have the layout of YOLOv8's"
    ),
    (["yolov7", "yolo7"], "yolov5", "YOLOv7's rows are those of YOLOv5"),
    (["rtdetr", "rt-detr"], "detr", "RT-DETR's queries are DETR's with score_activation \"sigmoid\""),
    (
      ["yolox"], nil,
      "YOLOX has none; rows that its exporter has decoded (decode_in_inference) are those of yolov5, image_size left out"
    ),
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
