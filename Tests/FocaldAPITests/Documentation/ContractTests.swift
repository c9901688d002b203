import HTTPMessages
import Testing

@testable import FocaldAPI

/// openapi.yaml and the program say the same, in both directions.
@Suite struct ContractTests {
  static let ids = Operations.all.map(\.declaration.id)
  private let contract: Contract
  private let service = Service()

  init() throws { contract = try Contract() }

  private func declaration(_ id: String) throws -> Declaration { try #require(Operations.named(id)?.declaration) }

  // MARK: - The document

  @Test func document_IsTheProgramsOwn() throws {
    #expect(service.get("/openapi.yaml").text == (try Package.text("openapi.yaml")))
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
        guard route.template != Routes.unknownOperation else { continue }
        routes.insert("\(method.rawValue) \(route.template)")
      }
    }
    let paths = contract.operations.map { "\($0.method) \($0.path)" }
    #expect(routes.subtracting(paths) == [], "in the program only")
    #expect(Set(paths).subtracting(routes) == [], "in the contract only")
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
    for kind in contract.document["components"]?.members ?? [] {
      for component in kind.value.members {
        #expect(used.contains("#/components/\(kind.key)/\(component.key)"), "\(component.key) is not used")
      }
    }
  }

  // MARK: - Operations

  @Test(arguments: ids) func texts_AreTheDeclarations(id: String) throws {
    let declaration = try declaration(id)
    let post = try contract.post(declaration)
    #expect(post["summary"]?.text == declaration.summary)
    let words = words(post["description"]?.text ?? "")
    #expect(words.contains(self.words(declaration.formula)), "\(words)")
    #expect(words.contains(self.words("Source: \(declaration.source).")), "\(words)")
    #expect(post["tags"] == [.string(declaration.family)])
  }

  /// Without line breaks, double spaces and Markdown.
  private func words(_ text: String) -> String {
    text.filter { $0 != "`" }.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  @Test(arguments: ids) func fields_AreTheDeclarations(id: String) throws {
    let declaration = try declaration(id)
    let schema = try #require(try contract.request(declaration)["schema"])
    #expect(schema["type"] == "object" && schema["additionalProperties"] == false)
    #expect(schema["properties"]?.members.map(\.key) == declaration.fieldNames)
    let required =
      declaration.inputs.filter { $0.presence == .required }.map(\.name)
      + declaration.parameters.filter(\.isRequired).map(\.name)
    #expect(schema["required"]?.texts == required)
    var groups: [String: [JSONValue]] = [:]
    for input in declaration.inputs {
      if case .oneOf(let group) = input.presence {
        groups[group, default: []].append(["required": [.string(input.name)]])
      }
    }
    #expect(groups.count <= 1 && schema["oneOf"]?.sortedText == groups.first.map { JSONValue.array($1).sortedText })
  }

  @Test(arguments: ids) func inputs_AreTheDeclarations(id: String) throws {
    let declaration = try declaration(id)
    for input in declaration.inputs {
      let property = try #require(try contract.request(declaration)["schema"]?["properties"]?[input.name])
      let shape = input.shapeNames
      let text = property["description"]?.text ?? ""
      #expect(text.hasPrefix("\(shape) — ") && words(text).contains(words(input.holds)), "\(input.name): \(text)")
      var reference = property["$ref"]?.text
      if case .optional(let otherwise) = input.presence {
        #expect(text.contains("null: \(otherwise)"), "\(input.name)")
        let alternatives = property["oneOf"]?.list ?? []
        #expect(alternatives.last?["type"] == "null" && alternatives.count == 2, "\(input.name)")
        reference = alternatives.first?["$ref"]?.text
      }
      let name = Self.tensorSchema(input)
      #expect(reference == "#/components/schemas/\(name)", "\(input.name)")
    }
  }

  private static func tensorSchema(_ input: Input) -> String {
    if input.element == .integer { return "IntegerTensor" }
    if !input.levels.isEmpty { return "LevelTensor" }
    guard input.shapes.count == 1, let pattern = input.shapes.first, !pattern.isOpen, let extents = pattern.extents
    else { return "Tensor" }
    switch extents.dropFirst().first {
    case nil: return "Vector"
    case .fixed(let columns)?: return "Rows\(columns)"
    case .letter?: return "Tensor"
    }
  }

  @Test(arguments: ids) func parameters_AreTheDeclarations(id: String) throws {
    let declaration = try declaration(id)
    for parameter in declaration.parameters {
      let field = try contract.field(parameter.name, declaration)
      let (type, isNullable) = contract.type(of: field)
      #expect(type.sortedText == JSONValue.object(Contract.schema(of: parameter.type)).sortedText, "\(parameter.name)")
      #expect(
        isNullable == (parameter.nullIsValue || parameter.defaultValue == .null && !parameter.isRequired),
        "\(parameter.name)")
      #expect(
        field["default"]?.text() == (parameter.isRequired ? nil : parameter.defaultValue.text()), "\(parameter.name)")
      #expect(field["description"]?.text?.isEmpty == false, "\(parameter.name)")
    }
  }

  @Test(arguments: ids) func answers_AreTheDeclarations(id: String) throws {
    let declaration = try declaration(id)
    let schema = try #require(try contract.answer(declaration)["schema"])
    #expect(schema["additionalProperties"] == false)
    var names: [String] = []
    for member in schema["properties"]?.members ?? [] {
      if member.key == "gradients" {
        names += (member.value["properties"]?.members ?? []).map { "gradients.\($0.key)" }
      } else {
        names.append(member.key)
      }
    }
    #expect(names == declaration.outputs.flatMap(\.listed).map(\.name))
    #expect(schema["required"]?.texts == declaration.outputs.filter { $0.conditions.isEmpty }.map(\.name))
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

  @Test(arguments: VectorTests.files) func vectors_FitTheSchemas(file: String) throws {
    let contents = try readJSON(Package.text("\(VectorTests.folder)/\(file)"))
    let declaration = try declaration(#require(contents["operation"]?.text))
    let (request, answer) = (try contract.request(declaration)["schema"], try contract.answer(declaration)["schema"])
    for vector in contents["vectors"]?.list ?? [] {
      let body = vector["request"] ?? .null
      #expect(contract.schemas.fault(in: body, request ?? .null) == nil, "\(vector["name"]?.text ?? "")")
      let reply = service.post(declaration.path, body.text())
      #expect(contract.schemas.fault(in: reply.json ?? .null, answer ?? .null) == nil, "\(vector["name"]?.text ?? "")")
    }
  }
}
