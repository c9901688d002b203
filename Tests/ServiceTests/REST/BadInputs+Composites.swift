@testable import Operations
@testable import Service

extension BadInput {
  /// Losses of whole detectors.
  static let composites = [
    retinaNet(#""target_boxes": [[0, 0, 8, 8]], "target_labels": [2]"#, .outOfRange, "/target_labels/0", "from 0 to 1"),
    retinaNet(
      #""target_boxes": [[0, 0, 8, 8]], "target_labels": [0], "target_image_indices": [1]"#,
      .outOfRange, "/target_image_indices/0", "from 0 to 0"),
    retinaNet(#""target_boxes": [[0, 0, 8, 8]], "target_labels": [0, 1]"#, .shapeMismatch, "/target_labels", "M is 2"),
    retinaNet(#""target_boxes": [[0, 0, 8, 0]], "target_labels": [0]"#, .outOfRange, "/target_boxes/0", "a side of 0"),
    retinaNet(#""target_boxes": [[9, 0, 8, 4]], "target_labels": [0]"#, .invertedBox, "/target_boxes/0", "x2 < x1"),
    retinaNet(
      #""target_boxes": [], "target_labels": [], "positive_threshold": 0.3"#, .conflictingFields,
      "/positive_threshold", "0.4"),
    retinaNet(
      #""target_boxes": [], "target_labels": [], "normalizer": 3"#, .conflictingFields, "/normalizer", "\"batch\""),
    retinaNet(
      #""target_boxes": [], "target_labels": [], "reduction": "sum""#, .unknownField, "/reduction", "has no field"),
    retinaNet(
      #""target_boxes": [], "target_labels": [], "box_loss": "smooth_l1""#, .invalidChoice, "/box_loss", "smooth-l1?"),
    retinaNet(
      #""target_boxes": [], "target_labels": [], "strides": [8]"#, .conflictingFields, "/strides", "exclude each other"),
    BadInput(
      "losses.retinanet",
      #"{"class_logits": [[0]], "box_deltas": [[0, 0, 0, 0]], "target_boxes": [], "target_labels": []}"#,
      422, .missingField, "/feature_sizes", says: "or explicit anchors"),
    BadInput(
      "losses.retinanet",
      #"""
      {"class_logits": [[0]], "box_deltas": [[[0, 0, 0, 0]]], "anchors": [[0, 0, 8, 8]], "target_boxes": [],
       "target_labels": []}
      """#,
      422, .wrongRank, "/box_deltas", says: "of the same batch"),
    BadInput(
      "losses.retinanet",
      #"""
      {"class_logits": [[0]], "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 8, 0]], "target_boxes": [],
       "target_labels": []}
      """#,
      422, .outOfRange, "/anchors/0", says: "a side of 0"),
    BadInput(
      "losses.retinanet",
      #"""
      {"class_logits": {"shape": [1000000000, 0, 1], "data": []}, "box_deltas": {"shape": [1000000000, 0, 4], "data": []},
       "anchors": [], "target_boxes": [], "target_labels": []}
      """#,
      422, .answerTooLarge, "/class_logits", says: "limit is 16384"),
    BadInput(
      "losses.ssd",
      #"""
      {"class_logits": [[0, 1]], "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 8, 8]],
       "target_boxes": [[0, 0, 8, 8]], "target_labels": [0]}
      """#,
      422, .outOfRange, "/target_labels/0", says: "from 1 to 1"),
    BadInput(
      "losses.ssd",
      #"""
      {"class_logits": {"shape": [1, 0], "data": []}, "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 8, 8]],
       "target_boxes": [], "target_labels": []}
      """#,
      422, .shapeMismatch, "/class_logits", says: "K ≥ 1"),
    BadInput(
      "losses.fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[1, 1, 1, -2]], "centerness": [[0]], "feature_sizes": [[1, 1]],
       "strides": [8], "target_boxes": [[-4, -4, 4, 4]], "target_labels": [0]}
      """#,
      422, .outOfRange, "/box_deltas/0/1", says: "inside out"),
    BadInput(
      "losses.fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[1, 1, 1, 1]], "centerness": [0], "feature_sizes": [[1, 1]],
       "strides": [8], "target_boxes": [], "target_labels": []}
      """#,
      422, .wrongRank, "/centerness", says: "(A, 1)"),
    BadInput(
      "losses.fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[1, 1, 1, 1]], "centerness": [[0]], "feature_sizes": [[2, 1]],
       "strides": [8], "target_boxes": [], "target_labels": []}
      """#,
      422, .shapeMismatch, "/class_logits", says: "one a cell of feature_sizes"),
    BadInput(
      "losses.fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[1, 1, 1, 1]], "centerness": [[0]], "feature_sizes": [[1, 1]],
       "target_boxes": [], "target_labels": []}
      """#,
      422, .missingField, "/strides", says: "or padded_size"),
    BadInput(
      "losses.fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[1, 1, 1, 1]], "centerness": [[0]], "feature_sizes": [[1, 1]],
       "strides": [8], "target_boxes": [[0, 0, 8, 8]], "target_labels": [1], "center_sampling_radius": 0}
      """#,
      422, .outOfRange, "/center_sampling_radius", says: "center_sampling_radius"),
    BadInput(
      "losses.fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[1, 1, 1, 1]], "centerness": [[0]], "feature_sizes": [[1, 1]],
       "strides": [8], "center_offset": 1e20, "target_boxes": [], "target_labels": []}
      """#,
      422, .outOfRange, "/strides", says: "cell 0 without an extent"),
    BadInput(
      "losses.ssd",
      #"""
      {"class_logits": [[0, 1]], "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 8, 8], [4, 4, 12, 12]],
       "target_boxes": [], "target_labels": []}
      """#,
      422, .shapeMismatch, "/anchors", says: "A is 2"),
  ]

  /// Two anchors, two classes.
  private static func retinaNet(_ fields: String, _ code: ErrorCode, _ pointer: String, _ says: String) -> BadInput {
    BadInput(
      "losses.retinanet",
      #"""
      {"class_logits": [[0, 1], [1, 0]], "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]],
       "anchors": [[0, 0, 8, 8], [4, 4, 12, 12]], \#(fields)}
      """#,
      422, code, pointer, says: says)
  }
}
