@testable import Operations
@testable import Service

extension BadInput {
  /// Heads as maps that do not fit, and what they look like.
  static let maps = [
    retinaNetMaps("[[[1, 2]], [[3, 4]]]", "[[[0]], [[0]], [[0]], [[0]]]", .shapeMismatch, "/box_deltas", "a list of"),
    retinaNetMaps("[[1], [2]]", "[[0, 0], [0, 0], [0, 0], [0, 0]]", .shapeMismatch, "/box_deltas", "looks transposed"),
    retinaNetMaps("[[[[1]], [[2]]]]", "[[0, 0, 0, 0]]", .conflictingFields, "/box_deltas", "must be one as well"),
    retinaNetMaps(
      "[[[[1]]], [[[1, 2]]]]", "[[[[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch, "/box_deltas", "has 1 level"),
    retinaNetMaps(
      "[[[[1, 1], [2, 2]]]]", "[[[[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch, "/box_deltas/0",
      "those of class_logits.0, (1, 2, 2)"),
    // (H, W, C): 2 × 3 cells of 1 and of 4 channels.
    retinaNetMaps(
      "[[[[1], [1], [1]], [[1], [1], [1]]]]",
      "[[[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]]]",
      .shapeMismatch, "/box_deltas/0", "(2, 3, 4): channels stand last"),
    retinaNetMaps("[[[[1]]]]", "[[[[0]], [[0]], [[0]]]]", .shapeMismatch, "/box_deltas/0", "not 3"),
    retinaNetMaps(
      "[[[[1]], [[1]], [[1]]]]", "[[[[0]], [[0]], [[0]], [[0]], [[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch,
      "/class_logits/0", "3 channels do not make rows of the 2 anchors"),
    retinaNetMaps(
      "[[[[1]]], [[[1]], [[1]]]]", "[[[[0]], [[0]], [[0]], [[0]]], [[[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch,
      "/class_logits", "different numbers of classes"),
    retinaNetMaps(
      "[[[[1]]], [[[[1]]]]]", "[[[[0]], [[0]], [[0]], [[0]]], [[[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch,
      "/class_logits/1", "the same batch"),
    retinaNetMaps(
      "[[[[1]]]]", "[[[[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch, "/feature_sizes", "of 1×1 cells",
      #""feature_sizes": [[1, 2]], "#),
    retinaNetMaps(
      "[[[[1]]]]", "[[[[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch, "/class_logits", "the levels hold 2 anchors",
      #""aspect_ratios": [1, 2], "#),
    // As many rows in all, but not in each level.
    retinaNetMaps(
      "[[[[1]]], [[[1]], [[1]]]]",
      "[[[[0]], [[0]], [[0]], [[0]]], [[[0]], [[0]], [[0]], [[0]], [[0]], [[0]], [[0]], [[0]]]]", .shapeMismatch,
      "/class_logits", "the maps hold 1 + 2 = 3 rows, but the levels 2 + 1 = 3",
      #""aspect_ratios": [[1, 2], [1]], "anchor_sizes": [[8], [8]], "strides": [8, 8], "#),
    BadInput(
      "detections.fcos",
      #"""
      {"class_logits": [[[[1]]]], "box_deltas": [[[[0]], [[0]], [[0]], [[0]], [[0]], [[0]], [[0]], [[0]]]],
       "centerness": [[[[1]]]], "image_size": [8, 8]}
      """#,
      422, .shapeMismatch, "/box_deltas/0", says: "(4, H, W)"),
    BadInput(
      "detections.fcos",
      #"{"class_logits": [[1]], "box_deltas": [[0, 0, 0, 0]], "centerness": [[1]], "image_size": [8, 8]}"#,
      422, .missingField, "/feature_sizes", says: "or the maps"),
    BadInput(
      "losses.retinanet",
      #"{"class_logits": [[[[1]]]], "box_deltas": [[[[0]]]], "target_boxes": [], "target_labels": []}"#,
      422, .wrongRank, "/class_logits", "/box_deltas"),
  ]

  /// SSD's default boxes, given or laid.
  static let defaultBoxes = [
    ssd(#""feature_sizes": [[1, 1]]"#, .missingField, "/aspect_ratios", "or explicit anchors"),
    ssd(#""aspect_ratios": [2]"#, .missingField, "/feature_sizes", "or explicit anchors"),
    ssd(
      #""feature_sizes": [[1, 1]], "aspect_ratios": [2]"#, .shapeMismatch, "/class_logits",
      "the levels hold 4 anchors: rows are feature height × width × (2 + 2 × ratios)"),
    ssd(
      #""feature_sizes": [[1, 1]], "aspect_ratios": [[]], "scales": [0.5]"#, .shapeMismatch, "/scales", "want 2"),
    ssd(#""feature_sizes": [[9e15, 9e15]], "aspect_ratios": [2]"#, .shapeMismatch, "/feature_sizes/0", "counted"),
    ssd(#""feature_sizes": [[1e5, 1e5]], "aspect_ratios": [2]"#, .shapeMismatch, "/class_logits", "40000000000"),
    ssd(
      #""anchors": [[0, 0, 1, 1], [0, 0, 1, 1]], "scales": [1, 2]"#, .conflictingFields, "/scales", "exclude each other"
    ),
    ssd(
      #""anchors": [[0, 0, 1, 1], [0, 0, 1, 1]], "feature_sizes": [[1, 1]]"#, .conflictingFields, "/feature_sizes",
      "exclude each other"),
    BadInput(
      "detections.ssd",
      #"""
      {"class_logits": [[[1, 2]], [[1, 2]]], "box_deltas": [[[0, 0, 0, 0]], [[0, 0, 0, 0]]],
       "image_size": [[8, 8], [8, 9]], "feature_sizes": [[1, 1]], "aspect_ratios": [[]]}
      """#,
      422, .missingField, "/padded_size", says: "differ in size"),
  ]

  /// TensorRT's fused box decoder.
  static let fusedBoxes = [
    efficientNMS("[[0, 0, 1, 1]]", .shapeMismatch, "/anchors", "N is 1"),
    efficientNMS(
      "[[[0, 0, 1, 1], [0, 0, 1, 1]], [[0, 0, 1, 1], [0, 0, 1, 1]]]", .shapeMismatch, "/anchors", "are of 2 images"),
    efficientNMS("[]", .shapeMismatch, "/anchors", "N is 0"),
  ]

  private static func efficientNMS(_ anchors: String, _ code: ErrorCode, _ place: String, _ says: String) -> BadInput {
    BadInput(
      "detections.efficient-nms",
      #"{"boxes": [[0, 0, 1, 1], [1, 1, 2, 2]], "scores": [[0.5], [0.6]], "anchors": \#(anchors)}"#, 422, code, place,
      says: says)
  }

  private static func ssd(_ fields: String, _ code: ErrorCode, _ place: String, _ says: String) -> BadInput {
    BadInput(
      "detections.ssd",
      #"""
      {"class_logits": [[1, 2], [1, 2]], "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [8, 8], \#(fields)}
      """#, 422, code, place, says: says)
  }

  private static func retinaNetMaps(
    _ logits: String, _ deltas: String, _ code: ErrorCode, _ place: String, _ says: String, _ fields: String = ""
  ) -> BadInput {
    let settings = fields.contains("anchor_sizes") ? "" : #""anchor_sizes": [[8]], "#
    let ratios = fields.contains("aspect_ratios") ? "" : #""aspect_ratios": [1], "#
    return BadInput(
      "detections.retinanet",
      #"{"class_logits": \#(logits), "box_deltas": \#(deltas), \#(settings)\#(ratios)\#(fields)"image_size": [8, 8]}"#,
      422, code, place, says: says)
  }
}
