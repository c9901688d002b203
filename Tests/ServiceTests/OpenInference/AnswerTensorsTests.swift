import DetectionCore
import Files
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct AnswerTensorsTests {
  private let service = Service()
  private static let detectors = Registry.all.map(\.declaration).filter { $0.family == "detections" }.map(\.id)

  /// An operation's example for a batch of so many images, all of them the example's.
  private func batch(_ id: String, of count: Int, outputs: [String] = []) throws -> String {
    let declaration = try #require(Registry.named(id)).declaration
    let example = try JSONReader.read(ByteBuffer(declaration.example))
    var tensors: [String] = []
    var parameters = JSONObject()
    for member in example.members {
      guard let input = declaration.input(member.key), case .numbers(let numbers) = member.value else {
        parameters[member.key] = member.value
        continue
      }
      let rank = numbers.shape.rank
      let hasBatch = input.shapes.contains { $0.extents?.first == .letter("B") && $0.admits(rank: rank + 1) }
      let copies = hasBatch ? count : 1
      let elements = (0..<copies).flatMap { _ in numbers.elements }
      tensors.append(tensor(member.key, (hasBatch ? [count] : []) + numbers.shape.extents, elements))
    }
    let names = outputs.map { #"{"name": "\#($0)"}"# }.joined(separator: ",")
    let more = #""parameters": \#(JSONValue.object(parameters).text()), "outputs": [\#(names)]"#
    return inference(tensors, more: more)
  }

  /// A batch of 0 answers what a batch of 1 does, without rows.
  @Test(arguments: detectors, [false, true]) func batchOfNone_AnswersTheSameTensors(id: String, explains: Bool) throws {
    // Those that a request for images, which names no classes, answers.
    let declaration = try #require(Registry.named(id)).declaration
    let declared = declaration.outputTensors.filter { output in
      output.conditions.allSatisfy { condition in
        switch condition {
        case .choice(let name, let values): values.contains(declaration.defaultValue(of: name).text ?? "")
        case .given, .givenAny: false
        default: true
        }
      }
    }.map(\.name)
    let outputs = explains ? declared : []
    let one = service.infer(id, try batch(id, of: 1, outputs: outputs))
    let none = service.infer(id, try batch(id, of: 0, outputs: outputs))
    #expect(one.status == 200 && none.status == 200, "\(one.error)\(none.error)")
    #expect(Set(none.names) == Set(one.names) && none.names.count == one.names.count)
    #expect(none.names.contains("image_indices") && none.names.contains { $0.hasPrefix("explanation.") } == explains)
    for name in none.names {
      let (shape, like) = (none.shape(name) ?? [], one.shape(name) ?? [])
      let extents =
        try #require(Registry.named(id)).declaration.outputTensors.first { $0.name == name }?.shape.extents ?? []
      // Of extents with letters nobody knows how long they would be.
      let isLike =
        shape.count == extents.count && like.count == extents.count
        && extents.indices.dropFirst().allSatisfy { axis in
          if case .letter = extents[axis], shape[axis] == 0 { true } else { shape[axis] == like[axis] }
        }
      #expect(shape.first == 0 && isLike, "\(name) \(shape), like \(like)")
      #expect(none.datatype(name) == one.datatype(name), "\(name)")
      #expect(none.data(name) == [], "\(name)")
    }
  }

  /// Images of a batch follow each other in every tensor.
  @Test(arguments: detectors) func batchOfTwo_FollowsTheBatchOfOne(id: String) throws {
    let (one, two) = (service.infer(id, try batch(id, of: 1)), service.infer(id, try batch(id, of: 2)))
    #expect(one.names == two.names && !one.names.isEmpty, "\(two.error)")
    for name in one.names where !name.hasSuffix("image_indices") && one.datatype(name) != "BYTES" {
      let data = one.data(name) ?? []
      #expect(two.data(name) == data + data, "\(name)")
    }
  }

  @Test func batchOfNone_OfATensorFile() throws {
    let file = SafetensorsSample.file([SampleTensor("predictions", "F64", [0, 5, 2], [Double]())])
    let head = HTTPRequestHead(
      method: .post, path: "/v1/detections/yolov8",
      headers: ["Content-Type": "application/x-safetensors", "Accept": "application/x-safetensors"], id: "test")
    let answer = try SafetensorsFile(service.respond(to: HTTPRequest(head: head, body: file)).body)
    let shapes = Dictionary(uniqueKeysWithValues: answer.entries.map { ($0.name, $0.shape.extents) })
    #expect(shapes["boxes"] == [0, 4] && shapes["labels"] == [0] && shapes["counts.returned"] == [0])
    #expect(answer.entries.first { $0.name == "boxes" }?.datatype == .float64)
  }

  /// The types of the plugin, on every face.
  @Test func efficientNMS_AnswersThePluginsTypes() throws {
    let id = "detections.efficient-nms"
    let found = service.infer(id, try batch(id, of: 2))
    for name in ["num_detections", "detection_classes"] {
      #expect(found.datatype(name) == "INT32", "\(name)")
      let metadata = service.get("/v2/models/\(id)").json?["outputs"]?.list ?? []
      #expect(metadata.first { $0["name"]?.text == name }?["datatype"]?.text == "INT32")
      let configuration = service.get("/v2/models/\(id)/config").json?["output"]?.list ?? []
      #expect(configuration.first { $0["name"]?.text == name }?["data_type"]?.text == "TYPE_INT32")
    }
    #expect(found.datatype("labels") == "INT64" && found.datatype("image_indices") == "INT64")
    let example = try #require(Registry.named(id)).declaration.example
    let json = service.post("/v1/detections/efficient-nms", example)
    let file = try SafetensorsFile(
      service.respond(
        to: HTTPRequest(
          head: HTTPRequestHead(
            method: .post, path: "/v1/detections/efficient-nms", headers: ["Accept": "application/x-safetensors"],
            id: "test"), body: ByteBuffer(example))
      ).body)
    for name in ["num_detections", "detection_classes"] {
      let entry = try #require(file.entries.first { $0.name == name })
      #expect(entry.datatype == .int32 && entry.range.count == 4 * entry.shape.count)
      let values: Tensor<Double> = try file.tensor(entry).converted(to: Double.self)
      let rows = json.json?[name]?.list?.flatMap { $0.numberList ?? [] }
      #expect(values.elements == rows, "\(name)")
    }
  }
}
