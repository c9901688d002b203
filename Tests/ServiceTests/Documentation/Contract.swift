import HTTPMessages
import JSON
import Testing
import TestSupport
import YAMLReader

@testable import Operations
@testable import Service

/// openapi.yaml as the tests read it.
struct Contract {
  let document: JSONValue
  let schemas: JSONSchema

  /// Read once, as every test has it.
  private static let text = Result { JSONValue(try YAMLNode.parse(Package.text("openapi.yaml"))) }

  init() throws {
    document = try Self.text.get()
    schemas = JSONSchema(document: document)
  }

  /// Every method of every path.
  var operations: [(path: String, method: String, body: JSONValue)] {
    (document["paths"]?.members ?? []).flatMap { path in
      path.value.members.filter { $0.key != "parameters" }.map { (path.key, $0.key.uppercased(), $0.value) }
    }
  }

  /// What the contract says of an operation.
  func post(_ declaration: Declaration) throws -> JSONValue {
    try #require(document["paths"]?[declaration.path]?["post"], "\(declaration.path) is not in openapi.yaml")
  }

  func request(_ declaration: Declaration) throws -> JSONValue {
    try #require(try post(declaration)["requestBody"]?["content"]?["application/json"])
  }

  func answer(_ declaration: Declaration) throws -> JSONValue {
    try #require(try post(declaration)["responses"]?["200"]?["content"]?["application/json"])
  }
}
