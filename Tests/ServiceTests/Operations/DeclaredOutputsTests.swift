import DetectionCore
import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// What a declaration says of an answer is what answers hold: no output more, none less, and each just where its
/// conditions say.
@Suite struct DeclaredOutputsTests {
  static let ids = Registry.all.map(\.declaration.id)

  @Test(arguments: ids) func outputs_AreThereAsDeclared(id: String) throws {
    let operation = try #require(Registry.named(id))
    let declaration = operation.declaration
    var seen: Set<String> = []
    for request in try requests(declaration) {
      guard let arguments = try? RequestDecoder.decode(.object(request), declaration, Limits()),
        let answer = try? operation.answer(arguments)
      else { continue }
      let names = AnswerTensors(answer, to: arguments).vectors.map(\.name)
      let expected = declaration.outputTensors.filter { $0.conditions.allSatisfy { holds($0, request, declaration) } }
      #expect(Set(names) == Set(expected.map(\.name)) && Set(names).count == names.count, "\(request.text)")
      seen.formUnion(names)
    }
    #expect(seen == Set(declaration.outputTensors.map(\.name)))
  }

  /// Names in `/v2/models/{model}` are those of the declaration, each once.
  @Test(arguments: ids) func metadata_ListsEachOutputOnce(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    let metadata = try #require(Service().get("/v2/models/\(id)").json)
    let names = (metadata["outputs"]?.list ?? []).compactMap { $0["name"]?.text }
    #expect(names == declaration.outputTensors.map(\.name) && Set(names).count == names.count)
  }

  /// The example and the vectors as they are, with every flag, and with each choice that conditions name.
  private func requests(_ declaration: Declaration) throws -> [JSONObject] {
    guard case .object(let example) = try JSONReader.read(ByteBuffer(declaration.example)) else { return [] }
    var requests = [example]
    for file in VectorFiles.names {
      let contents = try readJSON(Package.text("\(VectorFiles.folder)/\(file)"))
      guard contents["operation"]?.text == declaration.id else { continue }
      for vector in contents["vectors"]?.list ?? [] {
        if case .object(let request)? = vector["request"] { requests.append(request) }
      }
    }
    // Of the contract's examples those whose numbers have their usual names.
    let parameters = ["area_ranges", "max_detections", "beta"]
    for example in try Contract().request(declaration)["examples"]?.members ?? [] {
      // Read as a client's text, in which rows of numbers are tensors.
      guard case .object(let request) = try readJSON((example.value["value"] ?? .null).text()) else { continue }
      if parameters.allSatisfy({ request[$0] == nil }) { requests.append(request) }
    }
    let conditions = declaration.outputTensors.flatMap(\.conditions)
    let flags = Set(conditions.flags)
    let flagged = requests.map { request in
      flags.reduce(into: request) { $0[$1] = true }
    }
    let chosen = conditions.flatMap { condition -> [JSONObject] in
      guard case .choice(let name, let values) = condition else { return [] }
      return values.map { set(name, .string($0), in: example) }
    }
    let given = Set(
      conditions.flatMap { condition -> [String] in
        switch condition {
        case .given(let field): [field]
        case .givenAny(let fields): Array(fields.prefix(1))
        default: []
        }
      }
    ).compactMap { field -> (String, JSONValue)? in
      declaration.parameter(field).flatMap { ConditionalRequests.value(of: $0).map { (field, $0) } }
    }
    let withGiven = given.flatMap { field, value in
      ([example] + flagged.prefix(1) + chosen).map { set(field, value, in: $0) }
    }
    return requests + flagged + chosen + withGiven
  }

  /// Sets a parameter, or a member of one that is an object.
  private func set(_ name: String, _ value: JSONValue, in request: JSONObject) -> JSONObject {
    var request = request
    let steps = name.split(separator: ".").map(String.init)
    if steps.count == 2 {
      request[steps[0]] = .object(JSONObject(members: [JSONObject.Member(key: steps[1], value: value)]))
    } else {
      request[name] = value
    }
    return request
  }

  private func holds(_ condition: Condition, _ request: JSONObject, _ declaration: Declaration) -> Bool {
    let given = { (name: String) in request[name].flatMap { $0 == .null ? nil : $0 } }
    switch condition {
    case .flag(let flag): return declaration.value(of: flag, given: given) == .bool(true)
    case .given(let field): return given(field) != nil
    case .givenAny(let fields): return fields.contains { given($0) != nil }
    case .absent(let field): return given(field) == nil
    case .choice(let field, let values):
      return declaration.value(of: field, given: given).text.map(values.contains) ?? false
    }
  }
}

extension JSONObject {
  fileprivate var text: String { JSONValue.object(self).text() }
}
