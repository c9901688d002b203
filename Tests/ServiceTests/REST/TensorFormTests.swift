import DetectionCore
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// The ways to write a tensor.
@Suite struct TensorFormTests {
  private let service = Service()

  /// Nested arrays of numbers as a flat tensor; `nil` if it is something else.
  private func flat(_ value: JSONValue) -> JSONValue? {
    guard case .numbers(let tensor) = value else { return nil }
    return [
      "shape": .array(tensor.shape.extents.map { .number(Double($0)) }),
      "data": .array(tensor.elements.map(JSONValue.number)),
    ]
  }

  @Test(arguments: Registry.all.map(\.declaration.id)) func tensors_NestedAndFlat_AreEqual(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    var request = try #require(JSONReader.read(ByteBuffer(declaration.example)) as JSONValue?)
    let nested = service.post(declaration.path, request.text())
    guard case .object(var object) = request else { return }
    // Records are no tensors.
    for member in object.members where declaration.input(member.key).map({ !$0.element.isRecords }) == true {
      object[member.key] = try #require(flat(member.value))
    }
    request = .object(object)
    let reply = service.post(declaration.path, request.text())
    #expect(reply.status == 200 && reply.text == nested.text, "\(reply.text)")
  }

  @Test func tensors_Scalar_AreTensorsOfNoAxes() {
    let reply = service.post(
      "/v1/losses/l1", #"{"predictions": 3, "targets": 1, "reduction": "none", "gradients": true}"#)
    #expect(reply.text == "{\"loss\":2,\"gradients\":{\"predictions\":1}}\n")
    let flat = #"{"predictions": {"shape": [], "data": [3]}, "targets": 1, "reduction": "none", "gradients": true}"#
    #expect(service.post("/v1/losses/l1", flat).text == reply.text)
    #expect(service.post("/v1/losses/focal", #"{"logits": 0, "targets": 1}"#).status == 200)
  }

  @Test func integers_MayHaveAPoint() {
    let body = #"{"logits": [[1, 2, 3]], "targets": [2.0], "ignore_index": 1e0}"#
    #expect(service.post("/v1/losses/cross-entropy", body).status == 200)
  }

  @Test func optionalInputs_MayBeNull() {
    let body = #"{"boxes": [[1,1,1,1]], "target_boxes": [[1,1,2,2]], "objectness": null, "normalizer": null}"#
    let without = #"{"boxes": [[1,1,1,1]], "target_boxes": [[1,1,2,2]]}"#
    #expect(service.post("/v1/losses/yolov1-box", body).text == service.post("/v1/losses/yolov1-box", without).text)
    let both = service.post("/v1/losses/focal", #"{"logits": [1], "probabilities": null, "targets": [1]}"#)
    #expect(both.status == 200)
  }

  // MARK: - No rows

  @Test(arguments: ["iou", "giou", "diou", "ciou", "yolov1-box"]) func boxLosses_OfNothing_AreZero(name: String) {
    for empty in ["[]", #"{"shape": [0, 4], "data": []}"#] {
      let body = #"{"boxes": \#(empty), "target_boxes": \#(empty), "gradients": true}"#
      let reply = service.post("/v1/losses/\(name)", body)
      #expect(reply.json?["loss"] == 0 && reply.json?["gradients"]?["boxes"] == .array([]), "\(reply.text)")
      let none = service.post("/v1/losses/\(name)", #"{"boxes": \#(empty), "target_boxes": [], "reduction": "none"}"#)
      #expect(none.json?["loss"] == .array([]), "\(none.text)")
    }
  }

  @Test(arguments: [
    ("losses.faster-rcnn-box", #"{"boxes": [], "target_boxes": [], "anchors": []}"#, #"{"loss":0,"num_objects":0}"#),
    ("losses.faster-rcnn-box", #"{"deltas": [], "target_boxes": [], "anchors": []}"#, #"{"loss":0,"num_objects":0}"#),
    (
      "losses.yolov3-box", #"{"raw": [], "target_boxes": [], "anchors": [], "cells": [], "objectness": []}"#,
      #"{"loss":0,"num_objects":0}"#
    ),
    ("losses.cross-entropy", #"{"logits": [], "targets": []}"#, #"{"loss":0}"#),
    ("losses.focal", #"{"logits": [], "targets": []}"#, #"{"loss":0}"#),
    ("losses.focal", #"{"logits": [], "targets": [], "activation": "softmax"}"#, #"{"loss":0}"#),
    ("losses.l1", #"{"predictions": [], "targets": [], "reduction": "none"}"#, #"{"loss":[]}"#),
    ("boxes.iou", #"{"boxes": [], "target_boxes": []}"#, #"{"iou":[]}"#),
    ("boxes.iou", #"{"boxes": [[0,0,1,1],[0,0,1,1]], "target_boxes": []}"#, #"{"iou":[[],[]]}"#),
    ("boxes.iou", #"{"boxes": [], "target_boxes": [[0,0,1,1]]}"#, #"{"iou":[]}"#),
    ("boxes.convert", #"{"boxes": [], "from": "xyxy", "to": "xywh"}"#, #"{"boxes":[]}"#),
    ("boxes.encode", #"{"boxes": [], "anchors": []}"#, #"{"deltas":[]}"#),
    ("boxes.decode", #"{"deltas": [], "anchors": []}"#, #"{"boxes":[]}"#),
    ("boxes.clip", #"{"boxes": [], "image_size": [1, 1]}"#, #"{"boxes":[]}"#),
    (
      "boxes.nms", #"{"boxes": [], "scores": [], "labels": []}"#,
      #"{"indices":[],"counts":{"candidates":0,"above_threshold":0,"after_nms":0,"returned":0}}"#
    ),
    ("anchors.match", #"{"anchors": [], "target_boxes": []}"#, #"{"labels":[],"iou":[]}"#),
    ("anchors.match", #"{"anchors": [[0,0,1,1]], "target_boxes": []}"#, #"{"labels":[-1],"iou":[0]}"#),
    ("anchors.match", #"{"anchors": [], "target_boxes": [[0,0,1,1]]}"#, #"{"labels":[],"iou":[]}"#),
  ]) func operations_OfNothing_AnswerNothing(id: String, body: String, answer: String) throws {
    let path = try #require(Registry.named(id)?.declaration.path)
    #expect(service.post(path, body).text == answer + "\n")
  }

  @Test func retinaNet_OfNothing_AnswersNothing() {
    let body = #"{"class_logits": [], "box_deltas": [], "anchors": [], "image_size": [4, 4]}"#
    let image = service.post("/v1/detections/retinanet", body).json?["images"]?.list?.first
    #expect(image?["boxes"] == .array([]) && image?["counts"]?["candidates"] == 0)
  }
}
