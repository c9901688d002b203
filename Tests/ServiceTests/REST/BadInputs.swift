// Requests that are wrong, with what they are told: the request, status, code, and the pointers of all errors.

import Testing

@testable import Operations
@testable import Service

/// A request that is wrong.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// `losses.focal`.
  let operation: String
  let body: String
  let status: Int
  /// The first error's code.
  let code: ErrorCode
  /// Where each error stands.
  let pointers: [String]
  /// A part of the sentence for people.
  let says: String

  init(
    _ operation: String, _ body: String, _ status: Int, _ code: ErrorCode, _ pointers: String..., says: String = ""
  ) {
    (self.operation, self.body, self.status) = (operation, body, status)
    (self.code, self.pointers, self.says) = (code, pointers, says)
  }

  var testDescription: String { "\(operation) \(body.prefix(100))" }
}

extension BadInput {
  static let all =
    notJSON + fields + tensors + parameters + losses + boxesAndAnchors + retinaNet + composites + fasterRCNN + yolo
    + maps + defaultBoxes + fusedBoxes + dialects + records

  static let notJSON = [
    BadInput("losses.focal", "", 400, .invalidJSON, ""),
    BadInput("losses.focal", #"  "#, 400, .invalidJSON, ""),
    BadInput("losses.focal", #"{"logits": [1, 2"#, 400, .invalidJSON, "/logits/1"),
    BadInput("losses.focal", #"{"logits": [1,NaN], "targets": [1, 0]}"#, 400, .invalidJSON, "/logits/1"),
    BadInput("losses.focal", #"{"logits": [1, -Infinity], "targets": [1, 0]}"#, 400, .invalidJSON, "/logits/1"),
    BadInput("losses.focal", #"{"logits": [1, 1e999], "targets": [1, 0]}"#, 422, .numberOutOfRange, "/logits/1"),
    BadInput("losses.focal", #"logits=1&targets=1"#, 400, .invalidJSON, ""),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1]} x"#, 400, .invalidJSON, ""),
    BadInput("losses.focal", #"{"logits": [1,], "targets": [1]}"#, 400, .invalidJSON, "/logits/1"),
    BadInput("losses.focal", #"{'logits':[1]}"#, 400, .invalidJSON, ""),
    BadInput("losses.focal", #"{"logits": [0x10]}"#, 400, .invalidJSON, "/logits/0"),
    BadInput("losses.focal", #"{"logits": [1], "logits": [2], "targets": [1]}"#, 422, .duplicateKey, "/logits"),
    BadInput(
      "losses.focal",
      #"{"logits": "# + String(repeating: "[", count: 100) + "1" + String(repeating: "]", count: 100) + "}",
      422, .tooDeep, "/logits" + String(repeating: "/0", count: 63)),
  ]

  static let dialects = [
    BadInput(
      "boxes.iou", #"{"boxes": [[0,0,1,1],[5,5,5,5]], "target_boxes": [[5,5,5,5]], "compat": "torchvision"}"#, 422,
      .undefined, "/boxes/1", says: "torchvision gives NaN here"),
    BadInput(
      "losses.smooth-l1", #"{"predictions": [], "targets": [], "compat": "torchvision"}"#, 422, .undefined,
      "/reduction",
      says: "the mean of no elements is 0/0"),
    BadInput(
      "losses.ciou", #"{"boxes": [[0,0,1,1]], "target_boxes": [[0,0,1,1]], "compat": "pytorch"}"#, 422, .invalidChoice,
      "/compat", says: "torchvision, detectron2"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "probability_eps": 0.75}"#, 422, .conflictingFields,
      "/probability_eps"),
    BadInput(
      "boxes.nms",
      #"{"boxes": [[0,0,1,1]], "scores": [1], "labels": [0], "iou_threshold": [0.5], "compat": "torchvision"}"#, 422,
      .conflictingFields, "/iou_threshold", says: "class_separation \"labels\""),
  ]

  static let records = [
    BadInput(
      "evaluations.coco",
      #"{"ground_truth":{"images":[{"id":2}],"categories":[],"annotations":[]},"detections":"#
        + #"[{"image_id":"2","category_id":1,"bbox":[0,0,1,1],"score":1}]}"#,
      422, .unknownID, "/detections/0/image_id", says: "it lists 2, a number"),
    BadInput(
      "evaluations.voc",
      #"{"ground_truth":{"images":[{"id":2}],"categories":[{"id":1}],"annotations":["#
        + #"{"id":7,"image_id":2,"category_id":1,"bbox":[0,0,1,1]},{"id":7,"image_id":2,"category_id":1,"bbox":[0,0,1,1]}]},"#
        + #""detections":[]}"#,
      422, .duplicateID, "/ground_truth/annotations/1/id", says: "row 0"),
  ]

  static let fields = [
    BadInput("losses.focal", #"[1, 2]"#, 422, .wrongType, ""),
    BadInput("losses.focal", #"1"#, 422, .wrongType, ""),
    BadInput("losses.focal", #"{}"#, 422, .missingField, "/targets", "/logits"),
    BadInput("losses.focal", #"{"logits": [1]}"#, 422, .missingField, "/targets", says: "targets is missing"),
    BadInput("losses.focal", #"{"targets": [1]}"#, 422, .missingField, "/logits", says: "exactly one"),
    BadInput(
      "losses.focal", #"{"logits": [1], "probabilities": [1], "targets": [1]}"#,
      422, .conflictingFields, "/probabilities", says: "exclude each other"),
    BadInput(
      "losses.focal", #"{"logit": [1], "targets": [1]}"#,
      422, .unknownField, "/logit", "/logits", says: "did you mean logits?"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "foo": 1, "gama": 2}"#,
      422, .unknownField, "/foo", "/gama"),
    BadInput("losses.focal", #"{"a/b~c": 1, "logits": [1], "targets": [1]}"#, 422, .unknownField, "/a~1b~0c"),
    BadInput("boxes.convert", #"{"boxes": [[1, 2, -3, 4]]}"#, 422, .missingField, "/from", "/to"),
    BadInput("boxes.clip", #"{"boxes": [[0, 0, 1, 1]], "image_size": null}"#, 422, .missingField, "/image_size"),
    BadInput(
      "detections.retinanet", #"{"class_logits": [[1]], "box_deltas": [[0, 0, 0, 0]]}"#,
      422, .missingField, "/image_size"),
  ]

  static let tensors = [
    BadInput(
      "losses.focal", #"{"logits": [[1, 2], [3]], "targets": [[1, 0], [1, 0]]}"#,
      422, .raggedArray, "/logits/1"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2], [3, [4]]], "targets": [[1, 0], [1, 0]]}"#,
      422, .raggedArray, "/logits/1/1"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2], 3], "targets": [[1, 0], [1, 0]]}"#,
      422, .raggedArray, "/logits/1"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2], [3, "4"]], "targets": [[1, 0], [1, 0]]}"#,
      422, .wrongType, "/logits/1/1"),
    BadInput("losses.focal", #"{"logits": [1,null], "targets": [1, 0]}"#, 422, .wrongType, "/logits/1"),
    BadInput("losses.focal", #"{"logits": null,"targets": [1, 0]}"#, 422, .missingField, "/logits"),
    BadInput("losses.focal", #"{"logits": [1, 2], "targets": null}"#, 422, .missingField, "/targets"),
    BadInput("losses.giou", #"{"boxes": [1, 2, 3, 4], "target_boxes": [[1, 2, 3, 4]]}"#, 422, .wrongRank, "/boxes"),
    BadInput(
      "losses.giou", #"{"boxes": [[1, 2, 3]], "target_boxes": [[1, 2, 3, 4]]}"#,
      422, .shapeMismatch, "/boxes"),
    BadInput(
      "losses.giou", #"{"boxes": [[1, 2, 3, 4]], "target_boxes": [[1, 2, 3, 4], [1, 2, 3, 4]]}"#,
      422, .shapeMismatch, "/target_boxes", says: "boxes has N = 1"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [-1], "data": []}, "targets": []}"#,
      422, .invalidShape, "/logits/shape/0"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [1.5], "data": [1]}, "targets": [1]}"#,
      422, .invalidShape, "/logits/shape/0"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [9223372036854775807, 3], "data": [1]}, "targets": [1]}"#,
      422, .invalidShape, "/logits/shape/0", says: "larger than can be counted"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [1e30], "data": [1]}, "targets": [1]}"#,
      422, .invalidShape, "/logits/shape/0"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [2, 2], "data": [1, 2, 3]}, "targets": [1]}"#,
      422, .shapeMismatch, "/logits/data", says: "4 numbers, found 3"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [2, 2], "data": [[1, 2], [3, 4]]}, "targets": [1]}"#,
      422, .wrongRank, "/logits/data"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": "2", "data": [1]}, "targets": [1]}"#,
      422, .wrongType, "/logits/shape"),
    BadInput("losses.focal", #"{"logits": {"data": [1]}, "targets": [1]}"#, 422, .missingField, "/logits/shape"),
    BadInput("losses.focal", #"{"logits": {"shape": [1]}, "targets": [1]}"#, 422, .missingField, "/logits/data"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [1], "data": [1], "dtype": "f4"}, "targets": [1]}"#,
      422, .unknownField, "/logits/dtype"),
    BadInput(
      "losses.focal", #"{"logits": {"shape": [2], "data": [1, "2"]}, "targets": [1, 0]}"#,
      422, .wrongType, "/logits/data/1"),
  ]

  static let parameters = [
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "gamma": -1}"#, 422, .outOfRange, "/gamma"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "gamma": "2"}"#, 422, .wrongType, "/gamma"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "alpha": 2}"#, 422, .outOfRange, "/alpha"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "alpha": true}"#, 422, .wrongType, "/alpha"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "alpha": [0.2, 0.8]}"#, 422, .shapeMismatch, "/alpha"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "alpha": [1.5]}"#, 422, .outOfRange, "/alpha/0"),
    BadInput(
      "losses.l1", #"{"predictions": [1, 2], "targets": [1, 2], "weights": [1, 2, 3]}"#, 422, .shapeMismatch, "/weights"
    ),
    BadInput(
      "losses.l1", #"{"predictions": [1, 2], "targets": [1, 2], "weights": [1, -2]}"#, 422, .outOfRange, "/weights/1"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "alpha": [0.2, -0.8]}"#, 422, .outOfRange, "/alpha/1"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "reduction": "men"}"#,
      422, .invalidChoice, "/reduction", says: "did you mean mean?"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "reduction": "batchmean"}"#,
      422, .invalidChoice, "/reduction"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "reduction": 1}"#, 422, .wrongType, "/reduction"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "normalizer": 2}"#,
      422, .conflictingFields, "/normalizer"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "reduction": "sum", "normalizer": 0}"#,
      422, .outOfRange, "/normalizer"),
    BadInput("losses.focal", #"{"logits": [1], "targets": [1], "gradients": "yes"}"#, 422, .wrongType, "/gradients"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "precision": "float23"}"#,
      422, .invalidChoice, "/precision", says: "did you mean float64?"),
    BadInput(
      "losses.focal", #"{"logits": [1], "targets": [1], "precision": "float16"}"#,
      422, .invalidChoice, "/precision"),
    BadInput(
      "losses.focal", #"{"logits": [1, 1e300], "targets": [1, 0], "precision": "float32"}"#,
      422, .numberOutOfRange, "/logits/1", says: "float32"),
    BadInput(
      "losses.focal",
      #"{"logits": [1, 1], "targets": [1, 0], "precision": "float32", "reduction": "sum", "normalizer": 1e-300}"#,
      422, .numberOutOfRange, "/normalizer"),
    BadInput(
      "losses.focal", #"{"logits": [1, 1], "targets": [1, 0], "precision": "float32", "gamma": 1e300}"#,
      422, .numberOutOfRange, "/gamma"),
    BadInput("losses.huber", #"{"predictions": [1], "targets": [1], "delta": 0}"#, 422, .outOfRange, "/delta"),
    BadInput(
      "losses.cross-entropy", #"{"logits": [[1, 2, 3]], "targets": [1], "ignore_index": 1.5}"#,
      422, .outOfRange, "/ignore_index"),
  ]

  static let losses = [
    BadInput("losses.focal", #"{"logits": [1, 1], "targets": [1, 2]}"#, 422, .outOfRange, "/targets/1"),
    BadInput(
      "losses.focal", #"{"probabilities": [1, 1.5], "targets": [1, 0]}"#,
      422, .outOfRange, "/probabilities/1"),
    BadInput(
      "losses.focal", #"{"logits": [1, 1], "targets": [1, 0], "target_encoding": "signed"}"#,
      422, .outOfRange, "/targets/1"),
    BadInput("losses.focal", #"{"logits": [1, 1], "targets": [1]}"#, 422, .shapeMismatch, "/targets"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2]], "targets": [2], "activation": "softmax"}"#,
      422, .outOfRange, "/targets/0"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2]], "targets": [0.5], "activation": "softmax"}"#,
      422, .wrongType, "/targets/0"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2, 3]], "targets": [1], "activation": "softmax", "alpha": 0.25}"#,
      422, .shapeMismatch, "/alpha", says: "C = 2"),
    BadInput(
      "losses.focal", #"{"logits": [[1, 2, 3]], "targets": [1], "activation": "softmax", "alpha": [0.25, 1]}"#,
      422, .shapeMismatch, "/alpha"),
    BadInput(
      "losses.focal", #"{"logits": [1, 2, 3], "targets": [1, 0, 1], "activation": "softmax"}"#,
      422, .shapeMismatch, "/logits"),
    BadInput(
      "losses.focal",
      #"{"logits": [[1, 2, 3]], "targets": [1], "activation": "softmax", "target_encoding": "signed"}"#,
      422, .conflictingFields, "/target_encoding"),
    BadInput(
      "losses.cross-entropy", #"{"logits": [[1, 2, 3]], "targets": [3]}"#,
      422, .outOfRange, "/targets/0", says: "from 0 to 2"),
    BadInput("losses.cross-entropy", #"{"logits": [[1, 2, 3]], "targets": [-1]}"#, 422, .outOfRange, "/targets/0"),
    BadInput("losses.cross-entropy", #"{"logits": [[1, 2, 3]], "targets": [1.5]}"#, 422, .wrongType, "/targets/0"),
    BadInput(
      "losses.cross-entropy", #"{"logits": [[1, 2, 3]], "targets": [1], "class_weights": [1, 1]}"#,
      422, .shapeMismatch, "/class_weights"),
    BadInput("losses.cross-entropy", #"{"logits": [[1, 2, 3]], "targets": [1, 2]}"#, 422, .shapeMismatch, "/targets"),
    BadInput(
      "losses.cross-entropy", #"{"logits": {"shape": [2, 0], "data": []}, "targets": [0, 0]}"#,
      422, .shapeMismatch, "/logits"),
    BadInput("losses.cross-entropy", #"{"logits": [1, 2, 3], "targets": [1]}"#, 422, .wrongRank, "/logits"),
    BadInput(
      "losses.l2", #"{"predictions": [1e200], "targets": [0]}"#,
      422, .overflow, "", says: "float64; scale the inputs"),
    BadInput(
      "losses.l2", #"{"predictions": [1e30], "targets": [0], "precision": "float32"}"#,
      422, .overflow, "", says: "use precision float64"),
    BadInput("losses.l1", #"{"predictions": [[1, 2]], "targets": [1, 2]}"#, 422, .shapeMismatch, "/targets"),
    BadInput(
      "losses.giou",
      #"""
      {"boxes": [[1, 2, 3, 4], [3, 2, 1, 4], [1, 2, 3, 4], [5, 6, 7, 1]],
       "target_boxes": [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]}
      """#,
      422, .invertedBox, "/boxes/1", "/boxes/3", says: "rows 1, 3"),
    BadInput(
      "losses.giou", #"{"format": "cxcywh", "boxes": [[1, 2, -3, 4]], "target_boxes": [[1, 2, 3, 4]]}"#,
      422, .invertedBox, "/boxes/0"),
    BadInput(
      "losses.faster-rcnn-box",
      #"""
      {"boxes": [[0, 0, 1, 1]], "deltas": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]],
       "anchors": [[0, 0, 1, 1]]}
      """#,
      422, .conflictingFields, "/deltas"),
    BadInput(
      "losses.faster-rcnn-box",
      #"{"boxes": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]], "anchors": [[0, 0, 0, 1]]}"#,
      422, .outOfRange, "/anchors/0", says: "a side of 0"),
    BadInput(
      "losses.faster-rcnn-box",
      #"{"boxes": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]], "anchors": [[0, 0, 1, 1]], "objectness": [2]}"#,
      422, .outOfRange, "/objectness/0"),
    BadInput(
      "losses.faster-rcnn-box",
      #"""
      {"boxes": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]], "anchors": [[0, 0, 1, 1]],
       "box_weights": [1, 1, 1]}
      """#,
      422, .shapeMismatch, "/box_weights"),
    BadInput(
      "losses.faster-rcnn-box",
      #"""
      {"boxes": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]], "anchors": [[0, 0, 1, 1]],
       "box_weights": [1, 1, 1, 0]}
      """#,
      422, .outOfRange, "/box_weights/3"),
    BadInput(
      "losses.yolov3-box",
      #"{"raw": [[0, 0, 0, 0]], "target_boxes": [[3.4, 7.2, 30, 60]], "anchors": [[25, 50]], "cells": [[3, 5]]}"#,
      422, .outOfRange, "/target_boxes/0/1", says: "inside its cell"),
    BadInput(
      "losses.yolov3-box",
      #"{"raw": [[0, 0, 0, 0]], "target_boxes": [[3.4, 5.2, 30, 0]], "anchors": [[25, 50]], "cells": [[3, 5]]}"#,
      422, .outOfRange, "/target_boxes/0/3"),
    BadInput(
      "losses.yolov3-box",
      #"""
      {"raw": [[0, 0, 0, 0]], "target_boxes": [[3.4, 5.2, 30, 0]], "anchors": [[25, 50, 1, 1]],
       "cells": [[3, 5]]}
      """#,
      422, .shapeMismatch, "/anchors"),
  ]

  static let boxesAndAnchors = [
    BadInput(
      "boxes.convert", #"{"from": "xywh", "to": "xyxy", "boxes": [[1, 2, -3, 4]]}"#,
      422, .invertedBox, "/boxes/0", says: "negative width"),
    BadInput(
      "anchors.generate", #"{"feature_sizes": [[1, 1]], "kind": "ssd", "strides": [8], "aspect_ratios": [2]}"#,
      422, .missingField, "/image_size", says: "default boxes are relative to it"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[1, 1]], "kind": "ssd", "image_size": [8, 8], "aspect_ratios": [2], "scales": [0.5]}"#,
      422, .shapeMismatch, "/scales", says: "1 level want 2"),
    BadInput(
      "anchors.generate", #"{"feature_sizes": [[1, 1]], "kind": "yolo", "image_size": [8, 8]}"#,
      422, .missingField, "/cell_anchors"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[1, 1]], "kind": "yolo", "image_size": [8, 8], "cell_anchors": [[[1]]]}"#,
      422, .shapeMismatch, "/cell_anchors/0/0"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[1, 1]], "kind": "yolo", "image_size": [8, 8], "cell_anchors": [[[1, 1]], []]}"#,
      422, .shapeMismatch, "/cell_anchors", says: "is for 2 levels"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[1, 1]], "image_size": [8, 8], "anchor_sizes": [[1]], "aspect_ratios": [1], "scales": [1, 1]}"#,
      422, .conflictingFields, "/scales", says: "scales goes with kind \"ssd\", not with \"retinanet\""),
    BadInput("anchors.fit", #"{"sizes": [[1, 2]]}"#, 422, .missingField, "/clusters"),
    BadInput("anchors.fit", #"{"clusters": 1}"#, 422, .missingField, "/sizes"),
    BadInput("anchors.fit", #"{"sizes": [[1, 2]], "clusters": 0}"#, 422, .outOfRange, "/clusters"),
    BadInput(
      "anchors.fit", #"{"sizes": [[1, 2], [1, 2]], "clusters": 2}"#, 422, .conflictingFields, "/clusters",
      says: "there are 1"),
    BadInput("anchors.fit", #"{"sizes": [[1, 2], [0, 2]], "clusters": 1}"#, 422, .outOfRange, "/sizes/1/0"),
    BadInput("anchors.fit", #"{"boxes": [[1, 2, 1, 4]], "clusters": 1}"#, 422, .outOfRange, "/boxes/0"),
    BadInput("anchors.fit", #"{"sizes": [], "clusters": 1}"#, 422, .conflictingFields, "/clusters"),
    BadInput("losses.quality-focal", #"{"logits": [1], "targets": [1.5]}"#, 422, .outOfRange, "/targets/0"),
    BadInput("losses.quality-focal", #"{"logits": [1], "targets": [1], "beta": -1}"#, 422, .outOfRange, "/beta"),
    BadInput(
      "losses.iou", #"{"boxes": [], "target_boxes": [], "mode": "log", "power": 3}"#, 422, .conflictingFields, "/power"),
    BadInput("losses.ciou", #"{"boxes": [], "target_boxes": [], "power": 0}"#, 422, .outOfRange, "/power"),
    BadInput("losses.siou", #"{"boxes": [], "target_boxes": [], "theta": 0.5}"#, 422, .outOfRange, "/theta"),
    BadInput("losses.varifocal", #"{"logits": [1, 2], "targets": [1]}"#, 422, .shapeMismatch, "/targets"),
    BadInput("losses.varifocal", #"{"logits": [1], "targets": [1], "alpha": -1}"#, 422, .outOfRange, "/alpha"),
    BadInput(
      "losses.distribution-focal", #"{"logits": [[1, 2, 3]], "targets": [2.5]}"#, 422, .outOfRange, "/targets/0",
      says: "a target in [0, 2]"),
    BadInput("losses.distribution-focal", #"{"logits": [[1]], "targets": [0]}"#, 422, .shapeMismatch, "/logits"),
    BadInput(
      "losses.ghm-c", #"{"logits": [1], "targets": [1], "momentum": 1}"#, 422, .outOfRange, "/momentum",
      says: "less than 1"),
    BadInput("losses.ghm-c", #"{"logits": [1], "targets": [1], "bins": 0}"#, 422, .outOfRange, "/bins"),
    BadInput(
      "losses.ghm-c", #"{"logits": [1], "targets": [1], "bin_counts": [1, 2]}"#, 422, .shapeMismatch, "/bin_counts"),
    BadInput(
      "anchors.match", #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "method": "atss"}"#,
      422, .missingField, "/level_sizes", says: "level_sizes is missing"),
    BadInput(
      "anchors.match", #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "method": "atss", "level_sizes": [2]}"#,
      422, .conflictingFields, "/level_sizes", says: "must add up to the 1 anchors"),
    BadInput(
      "anchors.match",
      #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "method": "atss", "level_sizes": [1], "candidates": 0}"#,
      422, .outOfRange, "/candidates"),
    BadInput(
      "anchors.match", #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "level_sizes": [1]}"#,
      422, .conflictingFields, "/level_sizes", says: "goes with method \"atss\""),
    BadInput(
      "anchors.match",
      #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "method": "atss", "level_sizes": [1], "scores": [[1]]}"#,
      422, .conflictingFields, "/scores", says: "goes with method \"task-aligned\""),
    BadInput(
      "anchors.match", #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "method": "task-aligned"}"#,
      422, .missingField, "/target_labels", says: "wants it"),
    BadInput(
      "anchors.match",
      #"{"anchors": [[0,0,1,1]], "target_boxes": [[0,0,1,1]], "method": "task-aligned", "boxes": [[0,0,1,1]],"#
        + #" "scores": [[0.5]], "target_labels": [1]}"#,
      422, .outOfRange, "/target_labels/0", says: "a class index from 0 to 0"),
    BadInput(
      "anchors.match", #"{"anchors": [[0, 0, 1, 1]], "target_boxes": [], "positive_threshold": 0.3}"#,
      422, .conflictingFields, "/positive_threshold", says: "0.4"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": []}"#, 422, .wrongType,
      "/suppression"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"sigmo": 1}}"#, 422, .unknownField,
      "/suppression/sigmo"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"sigma": 0}}"#, 422, .outOfRange,
      "/suppression/sigma"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"method": "softlinear"}}"#, 422,
      .invalidChoice,
      "/suppression/method"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"iou_threshold": [0.5, 2]}}"#, 422,
      .outOfRange,
      "/suppression/iou_threshold/1"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"sigma": 1}}"#, 422, .conflictingFields,
      "/suppression/sigma"),
    BadInput(
      "boxes.nms",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"method": "matrix"}, "iou_threshold": 0.6}"#, 422,
      .conflictingFields,
      "/iou_threshold"),
    BadInput(
      "boxes.nms",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"iou_threshold": 0.4}, "iou_threshold": 0.6}"#, 422,
      .conflictingFields,
      "/suppression/iou_threshold"),
    BadInput(
      "boxes.nms",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"class_agnostic": false}, "class_agnostic": true}"#,
      422, .conflictingFields,
      "/suppression/class_agnostic"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "iou_threshold": [0.5, 0.6]}"#, 422, .conflictingFields,
      "/iou_threshold"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "labels": [2], "iou_threshold": [0.5, 0.6]}"#, 422,
      .outOfRange,
      "/labels/0"),
    BadInput(
      "boxes.nms",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "labels": [0], "suppression": {"iou_threshold": [0.5], "class_agnostic": true}}"#,
      422, .conflictingFields,
      "/suppression/iou_threshold"),
    BadInput(
      "boxes.nms",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "suppression": {"method": "matrix", "sigma": 1e-60}, "precision": "float32"}"#,
      422, .numberOutOfRange,
      "/suppression/sigma"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [-1], "suppression": {"method": "soft-linear"}}"#, 422,
      .outOfRange,
      "/scores/0"),
    BadInput("boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1, 2]}"#, 422, .shapeMismatch, "/scores"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "labels": [0.5]}"#,
      422, .wrongType, "/labels/0"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "max_detections": -1}"#,
      422, .outOfRange, "/max_detections"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "max_detections": 1e300}"#,
      422, .outOfRange, "/max_detections", says: "9007199254740992"),
    BadInput(
      "boxes.nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [1], "iou_threshold": 1.5}"#,
      422, .outOfRange, "/iou_threshold"),
    BadInput("boxes.clip", #"{"boxes": [[0, 0, 1, 1]], "image_size": [0, 1]}"#, 422, .outOfRange, "/image_size/0"),
    BadInput("boxes.clip", #"{"boxes": [[0, 0, 1, 1]], "image_size": [1]}"#, 422, .shapeMismatch, "/image_size"),
    BadInput("boxes.clip", #"{"boxes": [[0, 0, 1, 1]], "image_size": 5}"#, 422, .wrongType, "/image_size"),
    BadInput("boxes.decode", #"{"deltas": [[1e308, 0, 0, 0]], "anchors": [[0, 0, 100, 100]]}"#, 422, .overflow, ""),
    BadInput(
      "boxes.encode", #"{"boxes": [[0, 0, 1, 1], [5, 5, 5, 6]], "anchors": [[0, 0, 100, 100], [0, 0, 100, 100]]}"#,
      422, .outOfRange, "/boxes/1"),
    BadInput(
      "boxes.iou", #"{"boxes": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]], "format": "xyhw"}"#,
      422, .invalidChoice, "/format", says: "did you mean xyxy?"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[1e9, 1e9]], "image_size": [1e9, 1e9], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .answerTooLarge, ""),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[1e5, 1e5]], "image_size": [1e9, 1e9], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .answerTooLarge, ""),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[-1, 1]], "image_size": [1, 1], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .outOfRange, "/feature_sizes/0/0"),
    BadInput(
      "anchors.generate", #"{"feature_sizes": [[2, 2]], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .missingField, "/strides"),
    BadInput(
      "anchors.generate", #"{"feature_sizes": [[2, 2]], "image_size": [4, 4], "anchor_sizes": [[1]]}"#,
      422, .missingField, "/aspect_ratios"),
    BadInput(
      "anchors.generate", #"{"feature_sizes": [[2, 2]], "image_size": [4, 4], "aspect_ratios": [1]}"#,
      422, .missingField, "/anchor_sizes", says: "one list a level"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "image_size": [4, 4], "anchor_sizes": [[1], [2]], "aspect_ratios": [1]}"#,
      422, .shapeMismatch, "/anchor_sizes", says: "2 levels"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "image_size": [4, 4], "anchor_sizes": [1, 2], "aspect_ratios": [1]}"#,
      422, .wrongType, "/anchor_sizes/0"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [2, 2], "image_size": [4, 4], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .wrongType, "/feature_sizes/0"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "image_size": [4, 4], "anchor_sizes": [[1]], "aspect_ratios": [1, -1]}"#,
      422, .outOfRange, "/aspect_ratios/1"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "image_size": [4, 4], "anchor_sizes": [[1]], "aspect_ratios": [[1], 2]}"#,
      422, .wrongType, "/aspect_ratios/1"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "strides": [8, 16], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .shapeMismatch, "/strides"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "strides": [0], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .outOfRange, "/strides/0"),
    BadInput(
      "anchors.generate",
      #"{"feature_sizes": [[2, 2]], "strides": [[1, 2, 3]], "anchor_sizes": [[1]], "aspect_ratios": [1]}"#,
      422, .shapeMismatch, "/strides/0"),
  ]

  static let retinaNet = [
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [64, 64],
       "feature_sizes": [[2, 3]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#,
      422, .shapeMismatch, "/class_logits", says: "6 anchors"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [64, 64],
       "feature_sizes": [[1e9, 1e9]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#,
      422, .shapeMismatch, "/class_logits"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [64, 64],
       "feature_sizes": [[1e15, 1e15]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#,
      422, .shapeMismatch, "/feature_sizes/0"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [0, 64],
       "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#,
      422, .outOfRange, "/image_size/0"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
       "image_size": [[64, 64], [32, 32]], "feature_sizes": [[2, 2]], "anchor_sizes": [[32]],
       "aspect_ratios": [1]}
      """#,
      422, .shapeMismatch, "/image_size", says: "1 image"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [64, 64, 3],
       "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "aspect_ratios": [1]}
      """#,
      422, .shapeMismatch, "/image_size"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [64, 64],
       "feature_sizes": [[2, 2]], "anchor_sizes": [[32]], "top_k": 0, "aspect_ratios": [1]}
      """#,
      422, .outOfRange, "/top_k"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[2, -3], [-4, 1], [-5, -5], [-5, 0.5]],
       "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], "image_size": [64, 64],
       "feature_sizes": [[2, 2]], "strides": [32],
       "anchors": [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]], "aspect_ratios": [1]}
      """#,
      422, .conflictingFields, "/strides", "/aspect_ratios"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[1], [2]], "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]], "anchors": [[0, 0, 1, 1]],
       "image_size": [5, 5]}
      """#,
      422, .shapeMismatch, "/anchors", says: "class_logits has A = 2"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[1], [2]], "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 1, 1], [0, 0, 1, 1]],
       "image_size": [5, 5]}
      """#,
      422, .shapeMismatch, "/box_deltas"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[1], [2]], "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0]],
       "anchors": [[0, 0, 1, 1], [0, 0, 1, 1]], "image_size": [5, 5], "feature_sizes": [[3, 1]]}
      """#,
      422, .shapeMismatch, "/feature_sizes"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[1], [2], [3]], "box_deltas": [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
       "anchors": [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]], "image_size": [5, 5],
       "feature_sizes": [[2, 1]]}
      """#,
      422, .shapeMismatch, "/feature_sizes"),
    BadInput(
      "detections.retinanet", #"{"class_logits": [[1]], "box_deltas": [[0, 0, 0, 0]], "image_size": [5, 5]}"#,
      422, .missingField, "/feature_sizes"),
    BadInput(
      "detections.retinanet",
      #"{"class_logits": [[1]], "box_deltas": [[0, 0, 0, 0]], "image_size": [5, 5], "feature_sizes": [[1, 1]]}"#,
      422, .missingField, "/anchor_sizes", says: "explicit anchors"),
    BadInput(
      "detections.retinanet",
      #"{"class_logits": [[1]], "box_deltas": [[[0, 0, 0, 0]]], "image_size": [5, 5], "feature_sizes": [[1, 1]]}"#,
      422, .wrongRank, "/box_deltas"),
    BadInput(
      "detections.retinanet",
      #"""
      {"class_logits": [[[1]], [[1]]], "box_deltas": [[[0, 0, 0, 0]], [[0, 0, 0, 0]]],
       "image_size": [[5, 5], [6, 6]], "feature_sizes": [[1, 1]], "anchor_sizes": [[1]],
       "aspect_ratios": [1]}
      """#,
      422, .missingField, "/strides", says: "differ in size"),
  ]
}
