import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct InputNamesTests {
  private let service = Service()
  /// Two boxes of one class, channels first.
  private let rows: [Double] = [10, 30, 10, 30, 8, 8, 8, 8, 0.9, 0.8]
  private var wanted: [Double]? { service.infer("detections.yolov8", inputs("predictions")).data("boxes") }

  private func inputs(_ name: String, key: String = "inputs", more: String = "") -> String {
    inference([tensor(name, [1, 5, 2], rows)], key: key, more: more)
  }

  private func detr(_ logits: String, _ boxes: String, more: String = "") -> String {
    let size = tensor("image_size", [2], [100, 100], type: "INT64")
    return inference(
      [tensor(logits, [1, 1, 2], [3, -3]), tensor(boxes, [1, 1, 4], [0.5, 0.5, 0.2, 0.2]), size], more: more)
  }

  @Test(arguments: ["output0", "output", "serving_default:0", "Identity"]) func onlyTensor_IsTheOnlyRequiredInput(
    name: String
  ) {
    #expect(wanted?.count == 8)
    #expect(service.infer("detections.yolov8", inputs(name)).data("boxes") == wanted)
    // A graph forwards the answer of the step before.
    #expect(service.infer("detections.yolov8", inputs(name, key: "outputs")).data("boxes") == wanted)
  }

  /// Every operation with one required input, and no choice of inputs, takes it under any name, on both faces.
  @Test(
    arguments: Registry.all.map(\.declaration).filter { $0.requiredInputs.count == 1 && $0.groups.isEmpty }
      .map(\.id))
  func onlyTensor_OfEveryOperationWithOneInput(id: String) throws {
    let declaration = try #require(Registry.named(id)).declaration
    let pattern = try #require(declaration.input(declaration.requiredInputs[0])).shapes[0]
    let shape = (pattern.extents ?? [.fixed(1)]).map { if case .fixed(let extent) = $0 { extent } else { 1 } }
    let count = shape.reduce(1, *)
    let body = { (name: String) in
      #"{"inputs": [\#(tensor(name, shape, Array(repeating: 1, count: count)))]}"#
    }
    let (own, other) = (
      service.infer(id, body(declaration.requiredInputs[0])), service.infer(id, body("Identity:0"))
    )
    #expect(own.status == other.status && own.error == other.error && own.outputs == other.outputs, "\(other.error)")
    let file = { (name: String) in
      let file = SafetensorsSample.file([SampleTensor(name, "F32", shape, Array(repeating: Float(1), count: count))])
      let head = HTTPRequestHead(
        method: .post, path: declaration.path, headers: ["Content-Type": "application/x-safetensors"], id: "test")
      return service.respond(to: HTTPRequest(head: head, body: file)).body.text
    }
    let required = declaration.requiredInputs[0]
    #expect(file(required).replacing("/\(required)", with: "/") == file("output0").replacing("/output0", with: "/"))
  }

  @Test func unknownTensor_BesideTheInput_IsAnError() {
    let body = #"{"inputs": [\#(tensor("predictions", [1, 5, 2], rows)), \#(tensor("output1", [1], [1]))]}"#
    let reply = service.infer("detections.yolov8", body)
    #expect(reply.status == 400 && reply.error.contains("/inputs/1/name"), "\(reply.error)")
    #expect(reply.error.contains("input_names"), "\(reply.error)")
    let two = #"{"inputs": [\#(tensor("output0", [1, 5, 2], rows)), \#(tensor("output1", [1], [1]))]}"#
    #expect(service.infer("detections.yolov8", two).status == 400)
  }

  @Test func jsonBody_KnowsNoOtherNames() {
    let reply = service.post("/v1/detections/yolov8", #"{"output0": [[10], [10], [8], [8], [0.9]]}"#)
    #expect(reply.status == 422 && reply.pointers.first == "/output0")
  }

  @Test(arguments: [
    #"{"pred_logits": "class_logits", "pred_boxes": "boxes"}"#, #""pred_logits:class_logits,pred_boxes:boxes""#,
    #""{\"pred_logits\": \"class_logits\", \"pred_boxes\": \"boxes\"}""#,
  ]) func inputNames_MapTensors(names: String) {
    let more = #""parameters": {"input_names": \#(names)}"#
    let wanted = service.infer("detections.detr", detr("class_logits", "boxes"))
    let found = service.infer("detections.detr", detr("pred_logits", "pred_boxes", more: more))
    #expect(found.status == 200 && found.outputs == wanted.outputs, "\(found.error)")
    #expect(wanted.shape("boxes") == [1, 4])
  }

  @Test func inputNames_InTheQueryMapWhatAGraphForwards() {
    let wanted = service.infer("detections.detr", detr("class_logits", "boxes"))
    let body = detr("pred_logits", "pred_boxes").replacing("inputs", with: "outputs")
    let names = "pred_logits:class_logits,pred_boxes:boxes"
    #expect(service.infer("detections.detr", body, query: [("input_names", names)]).outputs == wanted.outputs)
    #expect(service.infer("detections.detr", body).status == 400)
  }

  @Test func inputNames_LeaveTensorsOut() {
    let body = { (more: String) in
      inference([tensor("output0", [1, 5, 2], self.rows), tensor("output1", [1], [1])], more: more)
    }
    for names in [#"{"output1": null}"#, #""output1:""#] {
      let reply = service.infer("detections.yolov8", body(#""parameters": {"input_names": \#(names)}"#))
      #expect(reply.data("boxes") == wanted, "\(reply.error)")
    }
  }

  @Test(arguments: [
    (#"{"logits": "class_logits"}"#, "no tensor of that name"), (#"{"pred_boxes": "boxs"}"#, "did you mean boxes?"),
    (#"{"pred_boxes": "class_logits"}"#, "given twice"), (#"{"pred_boxes": 1}"#, "the name of a field"),
    (#""pred_boxes""#, "input_names is an object"), ("[1]", "input_names is an object"),
    (#""pred_boxes:boxes,pred_boxes:scale""#, "two fields"),
  ]) func inputNames_ThatDoNotFit_AreNamed(names: String, words: String) {
    let more = #""parameters": {"input_names": \#(names)}"#
    let reply = service.infer("detections.detr", detr("class_logits", "pred_boxes", more: more))
    #expect(reply.status == 400 && reply.error.contains(words), "\(reply.error)")
  }

  @Test func inputNames_OfATensorFile() {
    let tensors = [
      SampleTensor("l", "F32", [2], [Float(2), -1]), SampleTensor("t", "U8", [2], [UInt8(1), 0]),
    ]
    let post = { (file: ByteBuffer, query: [(name: String, value: String)]) in
      let head = HTTPRequestHead(
        method: .post, path: "/v1/losses/focal", query: query, headers: ["Content-Type": "application/x-safetensors"],
        id: "test")
      return service.respond(to: HTTPRequest(head: head, body: file)).body.text
    }
    let wanted = post(SafetensorsSample.focal(), [])
    #expect(wanted.contains("loss"))
    #expect(post(SafetensorsSample.file(tensors), [("input_names", "l:logits,t:targets")]) == wanted)
    let metadata = #"{"input_names":"{\"l\":\"logits\",\"t\":\"targets\"}"}"#
    #expect(post(SafetensorsSample.file(tensors, metadata: metadata), []) == wanted)
  }
}
