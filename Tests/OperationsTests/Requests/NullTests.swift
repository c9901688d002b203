import HTTPMessages
import JSON
import Testing

@testable import Operations

/// `null` is "not given", in every field of every operation.
struct NullTests {
  @Test(arguments: Registry.all.map(\.declaration.id))
  func optionalFieldThatIsNull_IsNotGiven(id: String) throws {
    let operation = try #require(Registry.named(id))
    let declaration = operation.declaration
    let example = try #require(JSONValue.object(in: declaration.example))
    let plain = try operation.answer(.object(example), limits: Limits())
    for name in declaration.fieldNames where example[name] == nil {
      if let parameter = declaration.parameter(name), parameter.nullIsValue { continue }
      var request = example
      request[name] = .null
      let answer = try operation.answer(.object(request), limits: Limits())
      #expect(answer.text == plain.text, "\(name)")
    }
  }

  @Test(arguments: Registry.all.map(\.declaration.id))
  func requiredFieldThatIsNull_IsMissing(id: String) throws {
    let operation = try #require(Registry.named(id))
    let declaration = operation.declaration
    for name in declaration.requiredInputs + declaration.requiredParameters {
      var request = try #require(JSONValue.object(in: declaration.example))
      request[name] = .null
      let problem = #expect(throws: Problem.self) { try operation.answer(.object(request), limits: Limits()) }
      #expect(problem?.code == .missingField && problem?.issues.first?.pointer == "/\(name)")
    }
  }

  @Test func memberThatIsNull_IsNotGiven() throws {
    let nms = try #require(Registry.named("boxes.nms"))
    var request = try #require(JSONValue.object(in: nms.declaration.example))
    guard case .object(let members)? = nms.declaration.parameter("suppression")?.type else { return }
    request["suppression"] = .object(JSONObject(members: members.map { JSONObject.Member(key: $0.name, value: .null) }))
    let plain = try nms.answer(.object(try #require(JSONValue.object(in: nms.declaration.example))), limits: Limits())
    #expect(try nms.answer(.object(request), limits: Limits()).text == plain.text)
  }
}

extension JSONValue {
  fileprivate static func object(in text: String) -> JSONObject? {
    guard case .object(let object)? = try? JSONReader.read(ByteBuffer(text)) else { return nil }
    return object
  }
}

extension Answer {
  fileprivate var text: String {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer)
    writer.value(Answer.Value.object(fields))
    return buffer.text
  }
}
