import Testing

@testable import Operations
@testable import Service

/// The commonest mistakes are answered with what to do about them.
@Suite struct RemedyTests {
  private func detail(_ path: String, _ body: String) -> String { Service().post("/v1/\(path)", body).detail }

  @Test func classesOfAnotherForm_SayWhichIsWanted() {
    let indices = #"{"logits": [[1, 2, 3], [0, 0, 1]], "targets": [2, 0]}"#
    #expect(
      detail("losses/focal", indices).hasSuffix(
        ". These look like class indices: give one-hot rows, a number for every class, or set activation to \"softmax\""
      ))
    #expect(detail("losses/binary-cross-entropy", indices).hasSuffix("give one-hot rows, a number for every class"))
    let rows = #"{"logits": [[1, 2, 3], [0, 0, 1]], "targets": [[0, 0, 1], [1, 0, 0]]"#
    let wanted = ". These look like one-hot rows: give class indices, the position of each row's 1"
    #expect(detail("losses/cross-entropy", rows + "}").hasSuffix(wanted))
    #expect(detail("losses/focal", rows + #", "activation": "softmax"}"#).hasSuffix(wanted))
  }

  @Test func labelsThatAreNoClass_SayWhatToSet() {
    let ignored = #"{"logits": [[1, 2, 3], [0, 0, 1]], "targets": [2, -100]"#
    #expect(
      detail("losses/cross-entropy", ignored + "}").hasSuffix("to leave such elements out, set ignore_index to -100"))
    #expect(!detail("losses/cross-entropy", ignored + #", "ignore_index": -1}"#).contains("leave such"))
    let ssd = #"""
      {"class_logits": [[2, -3, 0.5]], "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 32, 32]],
       "target_boxes": [[18, 20, 50, 50]], "target_labels": [0]}
      """#
    #expect(detail("losses/ssd", ssd).hasSuffix("0 is the background: count the classes of objects from 1"))
  }

  @Test func alphaOfOtherLibraries_IsNull() {
    #expect(
      detail("losses/focal", #"{"logits": [1, 2], "targets": [1, 0], "alpha": -1}"#).hasSuffix("for none give null"))
  }

  /// Without indices all objects of a batch would be in its first image.
  @Test func objectsOfABatch_NameTheirImages() {
    let fields = #"""
      "class_logits": [[[2, -3]], [[1, 0]]], "box_deltas": [[[0, 0, 0, 0]], [[0, 0, 0, 0]]],
       "anchors": [[0, 0, 32, 32]], "target_boxes": [[1, 2, 30, 31]], "target_labels": [1]
      """#
    let refused = Service().post("/v1/losses/retinanet", "{\(fields)}")
    #expect(refused.status == 422 && refused.detail.contains("/target_image_indices"))
    #expect(refused.detail.contains("there are 2 images"))
    #expect(Service().post("/v1/losses/retinanet", #"{\#(fields), "target_image_indices": [1]}"#).status == 200)
  }

  /// A pose, segmentation or logit tensor is no detections.
  @Test func numbersThatAreNoScores_SayWhatTheyLookLike() {
    func body(_ channels: Int, _ numbers: [Int: String]) -> String {
      let rows = (0..<channels).map { "[0.5, \(numbers[$0] ?? "0.5")]" }.joined(separator: ", ")
      return #"{"predictions": [\#(rows)], "layout": "channels-first"}"#
    }
    let pose = detail("detections/yolov8", body(56, [5: "63.99", 6: "12"]))
    #expect(pose.contains("row 1, channel 5 is 63.99, where a score in [0, 1] should be"))
    #expect(
      pose.hasSuffix("the keypoints of a pose head: detections.yolov8-pose reads it, or set num_classes to 1"))
    #expect(
      detail("detections/yolov8", body(116, [90: "-0.3"])).contains("behind 80 classes it looks like the 32 mask"))
    #expect(
      detail("detections/yolov8", body(116, [90: "-0.3"])).hasSuffix(
        "detections.yolov8-seg reads it, or set num_classes to 80"))
    #expect(
      detail("detections/yolov8", body(7, [6: "-0.3"])).hasSuffix(
        "detections.yolov8-obb reads it, or set num_classes to 2"))
    #expect(
      detail("detections/yolov8", body(6, [4: "-3", 5: "2"])).hasSuffix("set score_activation to \"sigmoid\""))
    #expect(detail("detections/yolov5", body(7, [4: "7", 5: "-3", 6: "2"])).hasSuffix("apply the sigmoid first"))
    #expect(
      detail("detections/efficient-nms", #"{"boxes": [[0, 0, 1, 1]], "scores": [[4, -2]]}"#)
        .hasSuffix("set score_activation to \"sigmoid\""))
    #expect(
      detail("detections/yolov10", #"{"predictions": [[0, 0, 1, 1, 1.5, 0]]}"#)
        .contains("row 0, channel 4 is 1.5"))
  }

  /// A box at fault is found by its field, whatever it is to the core.
  @Test func boxes_AreNamedByTheirField() {
    let reply = Service().post(
      "/v1/losses/ciou", #"{"boxes": [[0, 0, 1, 1]], "target_boxes": [[1, 1, 0, 0]]}"#)
    #expect(reply.code == "inverted_box" && reply.pointer == "/target_boxes/0")
  }
}
