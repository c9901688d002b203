import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// openapi.yaml and the program say the same, in both directions.
@Suite struct ContractTests {
  static let ids = Registry.all.map(\.declaration.id)
  private let contract: Contract
  private let service = Service()

  init() throws { contract = try Contract() }

  private func declaration(_ id: String) throws -> Declaration { try #require(Registry.named(id)?.declaration) }

  // MARK: - The document

  @Test func document_IsTheProgramsOwn() throws {
    #expect(service.get("/openapi.yaml").text == (try Package.text("openapi.yaml")), "run make docs")
    let json = try #require(service.get("/openapi.json").json)
    #expect(difference(contract.document, json) == nil)
    #expect(service.get("/openapi.yaml").headers["Content-Type"] == "application/yaml")
  }

  @Test func version_IsTheBuilds() {
    #expect(contract.document["openapi"] == "3.1.0")
    #expect(contract.document["info"]?["version"] == .string(BuildInformation.version))
  }

  @Test func paths_AreTheRoutes() {
    var routes: Set<String> = []
    for route in service.routes {
      for method in route.methods {
        guard route.template != Routes.unknownOperation, !Routes.namesakes.contains(route.template) else { continue }
        routes.insert("\(method.rawValue) \(route.template)")
      }
    }
    let paths = contract.operations.map { "\($0.method) \($0.path)" }
    #expect(routes.subtracting(paths) == [], "in the program only")
    #expect(Set(paths).subtracting(routes) == [], "in the contract only")
  }

  /// Other names of operations are no paths of their own, but said where the operation is.
  @Test func namesakes_AreSaidOfTheirOperations() throws {
    #expect(Routes.namesakes.count >= 8)
    for (operation, id) in Registry.namesakes {
      let path = try #require(Registry.named(id)).declaration.path
      let body = try #require(contract.operations.first { $0.path == path }).body
      #expect(body["description"]?.text?.contains("`\(operation.declaration.path)`") == true, "\(path)")
    }
  }

  @Test func operations_HaveIdsAndSummaries() {
    let ids = contract.operations.compactMap { $0.body["operationId"]?.text }
    #expect(Set(ids).count == contract.operations.count)
    let tags = (contract.document["tags"]?.list ?? []).compactMap { $0["name"]?.text }
    for operation in contract.operations {
      #expect(operation.body["summary"]?.text?.isEmpty == false, "\(operation.path)")
      #expect(operation.body["tags"]?.texts.allSatisfy(tags.contains) == true, "\(operation.path)")
    }
  }

  @Test func references_LeadSomewhere_AndComponentsAreUsed() {
    var used: Set<String> = []
    func walk(_ value: JSONValue) {
      if let reference = value["$ref"]?.text {
        used.insert(reference)
        #expect(contract.schemas.resolved(["$ref": .string(reference)]) != .null, "\(reference)")
      }
      value.members.forEach { walk($0.value) }
      if case .array(let items) = value { items.forEach(walk) }
    }
    walk(contract.document)
    // A security scheme is named by its key, not referred to.
    for kind in contract.document["components"]?.members ?? [] where kind.key != "securitySchemes" {
      for component in kind.value.members {
        #expect(used.contains("#/components/\(kind.key)/\(component.key)"), "\(component.key) is not used")
      }
    }
  }

  // MARK: - Operations

  @Test(arguments: ids) func operation_HasNamedSchemas_InBothForms(id: String) throws {
    let declaration = try declaration(id)
    let post = try contract.post(declaration)
    let prefix = "#/components/schemas/\(declaration.componentPrefix)"
    #expect(try contract.request(declaration)["schema"] == ["$ref": .string("\(prefix)Request")])
    #expect(try contract.answer(declaration)["schema"] == ["$ref": .string("\(prefix)Answer")])
    for body in [post["requestBody"], post["responses"]?["200"]] {
      #expect(body?["content"]?["application/x-safetensors"] != nil)
    }
    let queries = (post["parameters"]?.list ?? []).map { contract.schemas.resolved($0) }.filter { $0["in"] == "query" }
    #expect(queries.compactMap { $0["name"]?.text } == declaration.parameters.map(\.name))
  }

  @Test(arguments: ids) func requests_AdmitNull_WhereAFieldIsOptional(id: String) throws {
    let declaration = try declaration(id)
    let schema = contract.schemas.resolved(try #require(try contract.request(declaration)["schema"]))
    #expect(schema["properties"]?.members.map(\.key) == declaration.fieldNames)
    for property in schema["properties"]?.members ?? [] {
      let isRequired = schema["required"]?.texts.contains(property.key) ?? false
      let nullIsValue = declaration.parameter(property.key)?.nullIsValue ?? false
      #expect(
        (contract.schemas.fault(in: .null, property.value) == nil) == (!isRequired && !nullIsValue), "\(property.key)")
    }
  }

  /// What generators of clients cannot take, or would send though nobody gave it.
  @Test func schemas_HaveNothingThatGeneratorsStumbleOver() {
    func walk(_ value: JSONValue, _ place: String) {
      #expect(value["oneOf"] == nil, "\(place)")
      if case .object(let object) = value, object["default"] == .null, object.keys.contains("default") {
        Issue.record("\(place) has a default of null")
      }
      value.members.forEach { walk($0.value, "\(place)/\($0.key)") }
      if case .array(let items) = value { items.forEach { walk($0, place) } }
    }
    for schema in contract.document["components"]?["schemas"]?.members ?? [] {
      walk(schema.value, schema.key)
      if schema.key != "OperationParameter" {
        #expect(!references(schema.value).contains(schema.key), "\(schema.key) is part of itself")
      }
    }
  }

  private func references(_ value: JSONValue) -> Set<String> {
    let own = value["$ref"]?.text.map { [String($0.split(separator: "/").last ?? "")] } ?? []
    let items = if case .array(let items) = value { items } else { [JSONValue]() }
    return (value.members.map(\.value) + items).reduce(into: Set(own)) { $0.formUnion(references($1)) }
  }

  @Test func default_ThatDependsOnOthers_IsNotStated() throws {
    let focal = contract.schemas.resolved(try #require(try contract.request(declaration("losses.focal"))["schema"]))
    #expect(focal["properties"]?["alpha"]?["default"] == nil && focal["properties"]?["gamma"]?["default"] == 2)
  }

  /// What the generators of clients are known to trip over.
  @Test func schemas_AreWhatGeneratorsCanUse() {
    func walk(_ value: JSONValue, _ place: String) {
      for member in value["properties"]?.members ?? [] {
        #expect(!ContractSchemas.takenNames.contains(member.key.lowercased()), "\(place): \(member.key)")
      }
      if value["type"] == "array" { #expect(value["items"] != nil, "\(place): an array without items") }
      #expect(value["default"] != .null && value["oneOf"] == nil, "\(place)")
      for member in value.members { walk(member.value, "\(place)/\(member.key)") }
      for (index, item) in (value.list ?? []).enumerated() { walk(item, "\(place)/\(index)") }
    }
    walk(contract.document["components"]?["schemas"] ?? .null, "schemas")
  }

  // MARK: - What fields ask of each other

  @Test(arguments: ids) func conditions_AreStated(id: String) throws {
    let declaration = try declaration(id)
    let schema = contract.schemas.resolved(try #require(try contract.request(declaration)["schema"]))
    let stated = Set(schema["dependentSchemas"]?.members.map(\.key) ?? [])
    let conditional =
      declaration.inputs.filter { !$0.conditions.isEmpty }.map(\.name)
      + declaration.parameters.filter { !$0.conditions.isEmpty }.map(\.name)
    #expect(Set(conditional).subtracting(stated) == [])
    #expect(declaration.groups.isEmpty || !stated.isEmpty)
  }

  /// Over all declarations: a field that has no effect at its default, with another value, and a group with none, one and
  /// two of its members.
  @Test(arguments: ids) func schema_RefusesWhatTheProgramRefuses(id: String) throws {
    let declaration = try declaration(id)
    let schema = try #require(try contract.request(declaration)["schema"])
    for request in try ConditionalRequests.all(of: declaration).flatMap({ try Self.variants(of: $0, declaration) }) {
      let text = JSONValue.object(request).text()
      let body = try JSONReader.read(ByteBuffer(text))
      let isTaken = (try? RequestDecoder.decode(body, declaration, Limits())) != nil
      #expect((contract.schemas.fault(in: body, schema) == nil) == isTaken, "\(text.prefix(2000))")
    }
  }

  private static func variants(of request: JSONObject, _ declaration: Declaration) throws -> [JSONObject] {
    var variants = [request]
    for parameter in declaration.parameters where ConditionalRequests.hasNoEffect(parameter, request, declaration) {
      for value in [parameter.defaultValue, try #require(ConditionalRequests.value(of: parameter)), .null] {
        var variant = request
        variant[parameter.name] = value
        variants.append(variant)
      }
    }
    for group in declaration.groups {
      guard let given = group.first(where: { request[$0] != nil }) else { continue }
      var variant = request
      variant[given] = nil
      variants.append(variant)
      variant[given] = .null
      variants.append(variant)
      for other in group where other != given && declaration.input(other)?.element.isText == false {
        for value in [request[given], .null] {
          variant = request
          variant[other] = value
          variants.append(variant)
        }
      }
    }
    return variants
  }

  @Test(
    arguments: [
      (#"{"logits": [1], "targets": [1]}"#, true),
      (#"{"targets": [1]}"#, false),
      (#"{"logits": null, "targets": [1]}"#, false),
      (#"{"logits": [1], "probabilities": [1], "targets": [1]}"#, false),
      (#"{"logits": [1], "probabilities": null, "targets": [1]}"#, true),
      (#"{"logits": [1], "targets": [1], "normalizer": 2}"#, false),
      (#"{"logits": [1], "targets": [1], "normalizer": null}"#, true),
      (#"{"logits": [1], "targets": [1], "normalizer": 2, "reduction": "mean"}"#, false),
      (#"{"logits": [1], "targets": [1], "normalizer": 2, "reduction": "sum"}"#, true),
      (#"{"logits": [1], "targets": [1], "normalizer": 2, "reduction": null}"#, false),
    ])
  func schema_TakesWhatTheProgramTakes(text: String, isRight: Bool) throws {
    let schema = try #require(try contract.request(declaration("losses.focal"))["schema"])
    let request = try JSONReader.read(ByteBuffer(text))
    #expect((contract.schemas.fault(in: request, schema) == nil) == isRight)
    #expect((service.post("/v1/losses/focal", text).status == 200) == isRight)
  }

  @Test(arguments: ids) func errors_AreTheSameEverywhere(id: String) throws {
    let responses = try #require(try contract.post(declaration(id))["responses"])
    // Of the path, and of heads that no operation sees.
    let others: Set = ["404", "405", "414", "431", "505"]
    let statuses = Set(ErrorCode.allCases.map { "\($0.status.code)" }).subtracting(others)
    #expect(Set(responses.members.map(\.key)) == statuses.union(["200"]))
  }

  // MARK: - Errors

  @Test func errorCodes_AreTheProgramsWithTheirStatus() throws {
    let schema = try #require(contract.document["components"]?["schemas"]?["ErrorCode"])
    #expect(schema["enum"]?.texts.sorted() == ErrorCode.allCases.map(\.rawValue).sorted())
    let rows = (schema["description"]?.text ?? "").split(separator: "\n").dropFirst(2).map { row in
      row.split(separator: "|").map { $0.filter { $0 != " " } }.prefix(2).joined(separator: " ")
    }
    #expect(rows.sorted() == ErrorCode.allCases.map { "\($0.rawValue) \($0.status.code)" }.sorted())
  }

  // MARK: - Examples

  @Test(arguments: ids) func examples_AreAnsweredAsWritten(id: String) throws {
    let declaration = try declaration(id)
    let (request, answer) = (try contract.request(declaration), try contract.answer(declaration))
    let examples = request["examples"]?.members ?? []
    #expect(!examples.isEmpty && examples.map(\.key) == answer["examples"]?.members.map(\.key))
    for example in examples {
      let body = try #require(example.value["value"])
      #expect(contract.schemas.fault(in: body, request["schema"] ?? .null) == nil, "\(example.key)")
      let reply = service.post(declaration.path, body.text())
      #expect(reply.status == 200, "\(example.key): \(reply.detail)")
      let expected = try #require(answer["examples"]?[example.key]?["value"])
      #expect(difference(expected, reply.json ?? .null, absolute: 1e-300) == nil, "\(example.key)")
      #expect(contract.schemas.fault(in: reply.json ?? .null, answer["schema"] ?? .null) == nil, "\(example.key)")
    }
  }

  /// An error's example says in its description which request it answers.
  @Test func examples_OfErrors_AreAnsweredAsWritten() throws {
    var count = 0
    for response in contract.document["components"]?["responses"]?.members ?? [] {
      guard let content = response.value["content"]?["application/problem+json"] else { continue }
      for example in content["examples"]?.members ?? [] {
        let request = (example.value["description"]?.text ?? "").split(separator: " ", maxSplits: 2)
        try #require(request.count == 3 && request[0] == "POST")
        let reply = service.send(.post, String(request[1]), body: String(request[2]), id: "example")
        #expect(difference(example.value["value"] ?? .null, reply.json ?? .null) == nil, "\(example.key)")
        #expect(contract.schemas.fault(in: reply.json ?? .null, content["schema"] ?? .null) == nil, "\(example.key)")
        #expect(reply.code == example.key)
        count += 1
      }
    }
    #expect(count >= 4)
  }

  @Test func answers_OfTheService_FitTheirSchemas() throws {
    for operation in contract.operations where operation.method == "GET" {
      let path = operation.path.replacing("{operation}", with: "losses.focal")
        .replacing("{model}", with: "losses.focal").replacing("{version}", with: "1")
        .replacing("{page}", with: "losses.focal").replacing("{file}", with: "style.css")
      // A region has to be registered first.
      guard !path.contains("{region}") else { continue }
      for (state, isDraining) in [("200", false), ("503", true)] {
        guard let response = operation.body["responses"]?[state] else { continue }
        var configuration = ServiceConfiguration()
        configuration.allowsSharedMemory = true
        let reply = Service(configuration: configuration, isDraining: { isDraining }).get(path)
        let media = try #require(response["content"]?.members.first)
        #expect("\(reply.status)" == state, "\(path)")
        #expect(reply.headers["Content-Type"]?.hasPrefix(media.key) == true, "\(path)")
        for example in media.value["examples"]?.members ?? [] {
          #expect(difference(example.value["value"] ?? .null, reply.json ?? .null) == nil, "\(path)")
        }
        guard media.key == "application/json" else { continue }
        #expect(contract.schemas.fault(in: reply.json ?? .null, media.value["schema"] ?? .null) == nil, "\(path)")
      }
    }
  }

  @Test(arguments: BadInput.all) func badInputs_FitTheSchemaOfProblems(input: BadInput) {
    let path = "/v1/" + input.operation.split(separator: ".").joined(separator: "/")
    let problem = service.post(path, input.body).json ?? .null
    #expect(contract.schemas.fault(in: problem, ["$ref": "#/components/schemas/Problem"]) == nil)
  }

  /// The members that are not null: where null is a value, the schema does not offer it.
  private func withoutNulls(_ body: JSONValue) -> JSONValue {
    .object(JSONObject(members: body.members.filter { $0.value != .null }))
  }

  @Test(arguments: VectorFiles.names) func vectors_FitTheSchemas(file: String) throws {
    let contents = try readJSON(Package.text("\(VectorFiles.folder)/\(file)"))
    let declaration = try declaration(#require(contents["operation"]?.text))
    let (request, answer) = (try contract.request(declaration)["schema"], try contract.answer(declaration)["schema"])
    for vector in contents["vectors"]?.list ?? [] {
      let body = vector["request"] ?? .null
      #expect(contract.schemas.fault(in: withoutNulls(body), request ?? .null) == nil, "\(vector["name"]?.text ?? "")")
      let reply = service.post(declaration.path, body.text())
      #expect(contract.schemas.fault(in: reply.json ?? .null, answer ?? .null) == nil, "\(vector["name"]?.text ?? "")")
    }
  }
}
