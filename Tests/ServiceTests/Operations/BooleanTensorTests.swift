import DetectionCore
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// `true` and `false` in a tensor are 1 and 0.
@Suite struct BooleanTensorTests {
  private let service = Service()

  /// Whatever an operation says to ones and zeros, it says to booleans.
  @Test(arguments: Registry.all.map(\.declaration.id)) func booleans_AreOnesAndZeros(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    guard case .object(let example) = try JSONReader.read(ByteBuffer(declaration.example)) else { return }
    // An id is a whole number or a text.
    for member in example.members where declaration.input(member.key).map({ $0.element != .id }) == true {
      guard case .numbers(let tensor) = member.value else { continue }
      let bits = (0..<tensor.count).map { $0 % 3 != 1 }
      let shape = JSONValue.array(tensor.shape.extents.map { .number(Double($0)) })
      func reply(_ value: JSONValue) -> String {
        var request = example
        request[member.key] = value
        return service.post(declaration.path, JSONValue.object(request).text()).text
      }
      let numbers = bits.map { JSONValue.number($0 ? 1 : 0) }
      let booleans = bits.map(JSONValue.bool)
      let (nested, extents) = (JSONValue.nested(numbers, tensor.shape.extents), tensor.shape.extents)
      #expect(reply(JSONValue.nested(booleans, extents)) == reply(nested), "\(member.key)")
      let mixed = zip(numbers, booleans).enumerated().map { $0.offset % 2 == 0 ? $0.element.0 : $0.element.1 }
      #expect(reply(JSONValue.nested(mixed, extents)) == reply(nested), "\(member.key)")
      #expect(
        reply(["shape": shape, "data": .array(booleans)]) == reply(["shape": shape, "data": .array(numbers)]),
        "\(member.key)")
    }
  }

  @Test func target_MayBeTrue() {
    let numbers = service.post("/v1/losses/focal", #"{"logits": [0.5, -1], "targets": [1, 0]}"#)
    let booleans = service.post("/v1/losses/focal", #"{"logits": [0.5, -1], "targets": [true, false]}"#)
    #expect(numbers.status == 200 && booleans.text == numbers.text)
    #expect(service.post("/v1/losses/focal", #"{"logits": 0.5, "targets": true}"#).status == 200)
  }

  @Test func irregularity_AmongBooleans_IsFound() {
    let ragged = service.post("/v1/losses/l1", #"{"predictions": [[true, false], [true]], "targets": [1]}"#)
    #expect(ragged.code == "ragged_array" && ragged.pointer == "/predictions/1")
    let text = service.post("/v1/losses/l1", #"{"predictions": [true, "yes"], "targets": [1, 1]}"#)
    #expect(text.code == "wrong_type" && text.pointer == "/predictions/1")
  }
}

extension JSONValue {
  /// Elements in nested arrays.
  fileprivate static func nested(_ elements: [JSONValue], _ extents: [Int]) -> JSONValue {
    guard let first = extents.first else { return elements.first ?? .null }
    let inner = Array(extents.dropFirst())
    guard !inner.isEmpty, first > 0 else { return .array(elements) }
    let stride = elements.count / first
    return .array((0..<first).map { nested(Array(elements[($0 * stride)..<(($0 + 1) * stride)]), inner) })
  }
}
