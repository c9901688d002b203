@testable import FocaldAPI

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
