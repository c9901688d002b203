@testable import Operations
@testable import Service

// The loss of two stages, each of which may be missing.
extension BadInput {
  static let fasterRCNN = stages + rpn + head + samples

  private static func input(_ fields: String, _ code: ErrorCode, _ pointer: String, _ says: String) -> BadInput {
    BadInput("losses.faster-rcnn", "{\(fields)}", 422, code, pointer, says: says)
  }

  private static let noObjects = #""target_boxes": [], "target_labels": []"#
  private static let rpnHeads = #""objectness": [[0], [1]], "rpn_box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]]"#
  private static let anchors = #""anchors": [[0, 0, 8, 8], [4, 4, 12, 12]]"#
  private static let roiHeads =
    #"""
    "class_logits": [[0, 1], [1, 0]], "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]],
    "proposals": [[0, 0, 8, 8], [4, 4, 9, 9]]
    """#

  private static let stages = [
    input(noObjects, .missingField, "/objectness", "give the outputs of the RPN, of the RoI head, or of both"),
    input(#""objectness": [[0]], \#(noObjects)"#, .missingField, "/rpn_box_deltas", "objectness goes with it"),
    input(#""class_logits": [[0]], \#(noObjects)"#, .missingField, "/box_deltas", "class_logits goes with it"),
    input(
      #""class_logits": [[0]], "box_deltas": [[0, 0, 0, 0]], \#(noObjects)"#, .missingField, "/proposals",
      "class_logits goes with it"),
    input(#"\#(roiHeads), "target_boxes": []"#, .missingField, "/target_labels", "class_logits goes with it"),
    input(
      #"\#(rpnHeads), \#(anchors), "proposals": [[0, 0, 8, 8]], \#(noObjects)"#, .conflictingFields, "/proposals",
      "proposals goes with class_logits, which is missing"),
    input(
      #"\#(rpnHeads), \#(anchors), "beta": 1, \#(noObjects)"#, .conflictingFields, "/beta", "goes with class_logits"),
    input(#"\#(roiHeads), "rpn_beta": 1, \#(noObjects)"#, .conflictingFields, "/rpn_beta", "goes with objectness"),
    input(
      #"\#(roiHeads), "anchor_sizes": [[8]], \#(noObjects)"#, .conflictingFields, "/anchor_sizes",
      "goes with objectness"),
    input(
      #"\#(roiHeads), "objectness_weight": 2, \#(noObjects)"#, .conflictingFields, "/objectness_weight",
      "goes with objectness"),
    input(
      #"""
      \#(rpnHeads), \#(anchors), "class_logits": [[[0, 1]]], "box_deltas": [[[0, 0, 0, 0]]],
      "proposals": [[[0, 0, 8, 8]]], \#(noObjects)
      """#,
      .wrongRank, "/class_logits", "of the same batch"),
    input(#"\#(roiHeads), "reduction": "sum", \#(noObjects)"#, .unknownField, "/reduction", "has no field"),
  ]

  private static let rpn = [
    input(#"\#(rpnHeads), \#(noObjects)"#, .missingField, "/feature_sizes", "or explicit anchors"),
    input(
      #"""
      \#(rpnHeads), "image_size": [16, 16], "feature_sizes": [[2, 2]], "anchor_sizes": [[8]], "aspect_ratios": [1],
      \#(noObjects)
      """#,
      .shapeMismatch, "/objectness", "objectness has 2 rows, but the levels hold 4 anchors"),
    input(
      #"\#(rpnHeads), "anchors": [[0, 0, 8, 0], [0, 0, 8, 8]], \#(noObjects)"#, .outOfRange, "/anchors/0",
      "a side of 0"),
    input(
      #"\#(rpnHeads), \#(anchors), "rpn_negative_threshold": 0.8, \#(noObjects)"#, .conflictingFields,
      "/rpn_negative_threshold", "must not be greater than rpn_positive_threshold, 0.7"),
    input(
      #"\#(rpnHeads), \#(anchors), "target_boxes": [[0, 0, 4, 4]], "target_image_indices": [1]"#, .outOfRange,
      "/target_image_indices/0", "from 0 to 0"),
    input(
      #"""
      "objectness": [0, 1], "rpn_box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]], \#(noObjects)
      """#, .wrongRank, "/objectness",
      "(A, 1)"),
  ]

  private static let head = [
    input(
      #"\#(roiHeads), "target_boxes": [[0, 0, 4, 4]], "target_labels": [0]"#, .outOfRange, "/target_labels/0",
      "that is not background_class, 0"),
    input(
      #"\#(roiHeads), "target_boxes": [[0, 0, 4, 4]], "target_labels": [2]"#, .outOfRange, "/target_labels/0",
      "from 0 to 1"),
    input(
      #"\#(roiHeads), "background_class": 2, \#(noObjects)"#, .conflictingFields, "/background_class", "has 2 classes"),
    input(
      #"""
      "class_logits": [[0, 1, 2]], "box_deltas": [[0, 0, 0, 0, 0, 0, 0, 0]], "proposals": [[0, 0, 8, 8]],
      \#(noObjects)
      """#,
      .shapeMismatch, "/box_deltas", "(1, 12 or 4)"),
    input(
      #"""
      "class_logits": [[0, 1]], "box_deltas": [[0, 0, 0, 0]], "proposals": [[0, 0, 8, 0]], \#(noObjects)
      """#, .outOfRange,
      "/proposals/0", "a side of 0"),
    input(
      #"""
      "class_logits": [[[0, 1]], [[0, 1]]], "box_deltas": [[[0, 0, 0, 0]], [[0, 0, 0, 0]]],
      "proposals": [[[0, 0, 8, 8]], [[9, 0, 8, 8]]], \#(noObjects)
      """#,
      .invertedBox, "/proposals/1/0", "x2 < x1"),
    input(
      #"\#(roiHeads), "proposal_image_indices": [0, 1], "target_boxes": [[0, 0, 4, 4]], "target_labels": [1]"#,
      .missingField, "/target_image_indices", "there are 2 images"),
    input(
      #"\#(roiHeads), "proposal_image_indices": [0, -1], \#(noObjects)"#, .outOfRange, "/proposal_image_indices/1",
      "from 0 to 0"),
    input(
      #"\#(roiHeads), "proposal_image_indices": [0, 9007199254740992], \#(noObjects)"#, .answerTooLarge,
      "/proposal_image_indices", "the limit is 16384 images"),
    input(
      #"""
      \#(roiHeads), "proposal_image_indices": [0], \#(noObjects)
      """#, .shapeMismatch, "/proposal_image_indices", "R"),
    input(
      #"""
      "class_logits": [[[0, 1]]], "box_deltas": [[[0, 0, 0, 0]]], "proposals": [[[0, 0, 8, 8]]],
      "proposal_image_indices": [0], \#(noObjects)
      """#,
      .conflictingFields, "/proposal_image_indices", "leave proposal_image_indices out"),
    input(
      #"\#(rpnHeads), \#(anchors), \#(roiHeads), "proposal_image_indices": [0, 1], \#(noObjects)"#, .outOfRange,
      "/proposal_image_indices/1", "from 0 to 0"),
  ]

  private static let samples = [
    input(
      #"\#(roiHeads), "sampling": {"batch_size_per_image": 0}, \#(noObjects)"#, .outOfRange,
      "/sampling/batch_size_per_image", "≥ 1"),
    input(
      #"\#(roiHeads), "sampling": {"positive_fraction": 1.5}, \#(noObjects)"#, .outOfRange,
      "/sampling/positive_fraction", "from 0 to 1"),
    input(#"\#(roiHeads), "sampling": {"sed": 1}, \#(noObjects)"#, .unknownField, "/sampling/sed", "seed"),
    input(#"\#(roiHeads), "sampling": true, \#(noObjects)"#, .wrongType, "/sampling", "an object"),
    input(
      #"\#(roiHeads), "rpn_sampling": {}, \#(noObjects)"#, .conflictingFields, "/rpn_sampling", "goes with objectness"),
  ]
}
