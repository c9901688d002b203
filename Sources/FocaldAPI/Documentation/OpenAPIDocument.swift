import CDocuments
import HTTPMessages
import YAMLReader

/// The contract file, which is part of the program.
enum OpenAPIDocument {
  /// The text of `openapi.yaml`.
  static let yaml = String(
    decoding: UnsafeRawBufferPointer(start: focald_openapi_yaml_start(), count: focald_openapi_yaml_count),
    as: UTF8.self)
}

extension OpenAPIDocument {
  /// The same as JSON, made once.
  private static let jsonText: [ByteBuffer]? = (try? YAMLNode.parse(yaml)).map { document in
    var writer = JSONWriter()
    writer.value(JSONValue(document))
    return writer.pieces
  }

  /// An answer with the document as JSON.
  static func json() throws(Problem) -> HTTPResponse {
    guard let jsonText else { throw Problem(.internalError, "the contract could not be read") }
    return HTTPResponse(status: .ok, headers: ["Content-Type": "application/json"], pieces: jsonText)
  }
}

extension JSONValue {
  /// A YAML document of the core schema.
  init(_ node: YAMLNode) {
    switch node {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .number(Double(value))
    case .double(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .sequence(let items): self = .array(items.map(JSONValue.init))
    case .mapping(let entries):
      self = .object(
        JSONObject(members: entries.map { JSONObject.Member(key: $0.key, value: JSONValue($0.value)) }))
    }
  }
}
