import DetectionCore
import Files
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// The heads of a trained RetinaNet, as a file and as JSON.
@Suite struct TensorFileDetectionTests {
  private let path = "/v1/detections/retinanet"

  private func settings() throws -> [JSONObject.Member] {
    guard case .object(let object) = try JSONReader.read(SafetensorsSample.fixture("settings.json")) else { return [] }
    return object.members
  }

  private func query(_ separators: Bool) throws -> [(name: String, value: String)] {
    try settings().map { member in
      if case .string(let text) = member.value { return (member.key, text) }
      let json = member.value.text()
      // [[24,24],[12,12]] is 24,24;12,12.
      let text = json.replacing("],[", with: ";").replacing("[", with: "").replacing("]", with: "")
      return (member.key, separators ? text : json)
    }
  }

  private func jsonBody(_ file: SafetensorsFile) throws -> ByteBuffer {
    let body = ByteBuffer()
    var writer = JSONWriter(into: body)
    let tensors = try file.entries.map { (name: $0.name, tensor: try file.tensor($0)) }
    let members = try settings()
    writer.object { writer in
      for (name, tensor) in tensors { writer.member(name, tensor.converted(to: Float.self)) }
      for member in members { writer.member(member.key, member.value) }
      writer.member("precision", "float32")
    }
    return body
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5]) func answer_EqualsTheJSONRoutes(image: Int) throws {
    let heads = try SafetensorsSample.fixture("heads-00\(image).safetensors")
    let json = send(
      try jsonBody(SafetensorsFile(heads)), to: path, headers: ["Content-Type": "application/json"])
    #expect(json.status == .ok)
    for separators in [false, true] {
      #expect(send(heads, to: path, query: try query(separators)).body.text == json.body.text)
    }
    let answer = send(heads, to: path, query: try query(true), headers: ["Accept": "application/x-safetensors"])
    try expectEqual(SafetensorsFile(answer.body), json.value?["images"]?.list?.first ?? .null)
  }

  private func expectEqual(_ file: SafetensorsFile, _ image: JSONValue) throws {
    let tensors = Dictionary(uniqueKeysWithValues: try file.entries.map { ($0.name, try file.tensor($0)) })
    for name in ["boxes", "scores"] {
      guard case .float32(let found)? = tensors[name], case .numbers(let expected)? = image[name] else {
        Issue.record("\(name) is missing")
        continue
      }
      #expect(found.shape == expected.shape)
      #expect(found.elements.map(\.bitPattern) == expected.elements.map { Float($0).bitPattern })
    }
    for name in ["labels", "anchor_indices", "levels"] {
      #expect(tensors[name]?.converted(to: Double.self).elements == image[name]?.numberList)
    }
    for name in ["candidates", "above_threshold", "after_top_k", "after_nms", "returned"] {
      let count = try #require(image["counts"]?[name]?.number)
      #expect(tensors["counts.\(name)"]?.converted(to: Double.self).elements == [count])
    }
    #expect(tensors["image_indices"]?.shape.extents == tensors["labels"]?.shape.extents)
  }
}
