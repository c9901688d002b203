@testable import Operations
@testable import Service

// Losses of YOLO's detectors.
extension BadInput {
  static let yolo = yolov1s + yolov3s + yolov8s

  /// One cell of one predictor and one class.
  private static func v1(_ rest: String, _ code: ErrorCode, _ pointer: String, _ says: String) -> BadInput {
    BadInput(
      "losses.yolov1", #"{"predictions": [[[0, 0, 0, 0, 0, 0]]], "image_size": [8, 8], \#(rest)}"#, 422, code, pointer,
      says: says)
  }

  private static let yolov1s = [
    v1(#""target_boxes": [], "target_labels": []"#, .shapeMismatch, "/predictions", "2 predictors alone take 2 · 5"),
    v1(
      #""predictors": 1e300, "target_boxes": [], "target_labels": []"#, .outOfRange, "/predictors", "whole number"),
    v1(
      #""predictors": 1, "target_boxes": [[0, 0, 2, 2]], "target_labels": [1]"#, .outOfRange, "/target_labels/0",
      "from 0 to 0"),
    v1(
      #""predictors": 1, "target_boxes": [[0, 0, 2, 2], [9, 0, 11, 2]], "target_labels": [0, 0]"#, .outOfRange,
      "/target_boxes/1/0", "whose centre lies in the image, its x from 0 to 8"),
    v1(
      #""predictors": 1, "target_boxes": [], "target_labels": [], "normalizer": 2"#, .conflictingFields, "/normalizer",
      "\"batch\""),
    BadInput(
      "losses.yolov1", #"{"predictions": [[0, 0]], "image_size": [8, 8], "target_boxes": [], "target_labels": []}"#,
      422,
      .wrongRank, "/predictions", says: "(H, W, 5P+K)"),
    BadInput(
      "losses.yolov1", #"{"predictions": [], "target_boxes": [], "target_labels": []}"#, 422, .missingField,
      "/image_size"),
  ]

  /// One row of one class.
  private static func v3(_ rest: String, _ code: ErrorCode, _ pointer: String, _ says: String) -> BadInput {
    BadInput(
      "losses.yolov3",
      #"{"predictions": [[0, 0, 0, 0, 0, 0]], "image_size": [8, 8], "target_boxes": [], "target_labels": [], \#(rest)}"#,
      422, code, pointer, says: says)
  }

  private static let yolov3s = [
    v3(#""strides": [8], "anchors": [[[4, 4], [2, 2]]]"#, .shapeMismatch, "/predictions", "(1, 2, 5 + K)"),
    v3(#""strides": [8], "anchors": []"#, .conflictingFields, "/anchors", "0 levels, the grid has 1"),
    v3(#""strides": [8], "anchors": [[[4, 0]]]"#, .outOfRange, "/anchors/0/0/1", "> 0"),
    v3(#""strides": [4]"#, .missingField, "/anchors", "8, 16 and 32"),
    v3(#""strides": [3]"#, .conflictingFields, "/strides/0", "give feature_sizes"),
    v3(#""strides": [8], "feature_sizes": [[1, 1]]"#, .conflictingFields, "/strides", "exclude each other"),
    v3(
      #""feature_sizes": [[9007199254740992, 9007199254740992]], "anchors": [[[4, 4]]]"#, .invalidShape,
      "/feature_sizes/0", "more cells than can be counted"),
    v3(
      #""feature_sizes": [[2147483648, 2147483648]], "anchors": [[[4, 4], [2, 2], [1, 1]]]"#, .invalidShape, "/anchors",
      "more anchors than can be counted"),
    v3(#""box_loss": "giou""#, .invalidChoice, "/box_loss", "raw, ciou"),
    v3(#""center_margin": 0.6"#, .outOfRange, "/center_margin", "from 0 to 0.5"),
    v3(
      #""strides": [8], "anchors": [[[4, 4]]], "normalization": "paper", "normalizer": 2"#, .conflictingFields,
      "/normalizer", "\"batch\""),
  ]

  /// Nine channels of four points.
  private static func v8(_ rest: String, _ code: ErrorCode, _ pointer: String, _ says: String) -> BadInput {
    let row = "[0, 0, 0, 0]"
    return BadInput(
      "losses.yolov8",
      "{\"predictions\": [\(Array(repeating: row, count: 9).joined(separator: ", "))], \"image_size\": [16, 16], "
        + "\"strides\": [8], \"target_boxes\": [], \"target_labels\": [], \(rest)}",
      422, code, pointer, says: says)
  }

  private static let yolov8s = [
    v8(
      #""reg_max": 2, "layout": "channels-last""#, .shapeMismatch, "/predictions",
      "they look transposed; set layout \"channels-first\""),
    v8(#""reg_max": 3"#, .shapeMismatch, "/predictions", "the sides alone take 4·3"),
    v8(#""reg_max": 1"#, .outOfRange, "/reg_max", "≥ 2"),
    v8(#""reg_max": 9007199254740992"#, .shapeMismatch, "/predictions", "set reg_max or layout"),
    BadInput(
      "losses.yolov8",
      #"{"predictions": [[0]], "image_size": [32, 32], "reg_max": 2, "target_boxes": [], "target_labels": []}"#, 422,
      .shapeMismatch, "/predictions", says: "1 point, but the levels have 21"),
  ]
}
