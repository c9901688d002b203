import HTTPMessages
import JSON
import Operations
import YAMLReader

/// The contract of the HTTP interface: what is said by hand of the service, and the operations from their declarations.
/// `openapi.yaml` is this text; `focald openapi` prints it.
enum OpenAPIDocument {
  /// The document, made once.
  private static let printed: Result<JSONValue, Problem> = Result { () throws(Problem) in try ContractDocument().value }

  /// The same as YAML text.
  private static let text: Result<String, Problem> = printed.flatMap { document in
    do {
      return .success(heading + (try YAMLWriter.text(YAMLNode(document))))
    } catch {
      return .failure(Problem(.internalError, "the contract cannot be written"))
    }
  }

  private static let heading = """
    # The contract of focald's HTTP interface. Printed by `focald openapi` from the program's own declarations: change
    # those, or what Sources/CDocuments says of the service, then run `make docs`.

    """

  /// The contract as YAML.
  static func yaml() throws(Problem) -> String { try text.get() }

  private static let jsonText: Result<[ByteBuffer], Problem> = printed.map { document in
    var writer = JSONWriter()
    writer.value(document)
    writer.buffer.append("\n")
    return writer.pieces
  }

  /// An answer with the contract as JSON.
  static func json() throws(Problem) -> HTTPResponse {
    HTTPResponse(status: .ok, headers: ["Content-Type": "application/json"], pieces: try jsonText.get())
  }
}

/// The contract, printed: what the program serves as `/openapi.yaml`.
public func contractText() -> String? { try? OpenAPIDocument.yaml() }

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

extension YAMLNode {
  /// A JSON value as a YAML document.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let value): self = Int(exactly: value).map(YAMLNode.int) ?? .double(value)
    case .string(let value): self = .string(value)
    case .object(let object):
      self = .mapping(object.members.map { YAMLMember(key: $0.key, value: YAMLNode($0.value)) })
    default: self = .sequence((value.list ?? []).map(YAMLNode.init))
    }
  }
}
