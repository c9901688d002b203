import HTTPMessages
import Testing
import YAMLReader

@testable import FocaldAPI

/// openapi.yaml as the tests read it.
struct Contract {
  let document: JSONValue
  let schemas: JSONSchema

  init() throws {
    document = JSONValue(try YAMLNode.parse(Package.text("openapi.yaml")))
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

  /// A field of an operation's request, with `$ref` followed.
  func field(_ name: String, _ declaration: Declaration) throws -> JSONValue {
    schemas.resolved(try #require(try request(declaration)["schema"]?["properties"]?[name], "\(name)"))
  }
}

extension Contract {
  /// What the contract should say of a parameter's type.
  static func schema(of type: ParameterType) -> JSONObject {
    switch type {
    case .number(let range): bounded("number", range)
    case .integer(let range): bounded("integer", range)
    case .boolean: ["type": "boolean"]
    case .choice(let names): ["type": "string", "enum": .array(names.map(JSONValue.string))]
    case .list(let element, let count):
      list(of: element, count: count)
    case .anyOf(let types): ["alternatives": .array(types.map { .object(schema(of: $0)) })]
    case .object(let members): object(of: members)
    }
  }

  /// Members with their defaults; whether `null` is a value of one stands beside its type.
  private static func object(of members: [Parameter]) -> JSONObject {
    var schema: JSONObject = ["type": "object", "additionalProperties": false]
    let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    schema["properties"] = .object(
      JSONObject(
        members: members.map { member in
          JSONObject.Member(
            key: member.name,
            value: [
              "type": .object(Self.schema(of: member.type)),
              "null": .bool(member.nullIsValue || member.defaultValue == .null && !member.isRequired),
              "default": member.isRequired ? nil : member.defaultValue,
            ])
        }))
    return schema
  }

  private static func bounded(_ type: String, _ range: NumberRange) -> JSONObject {
    var schema: JSONObject = ["type": .string(type)]
    schema["minimum"] = range.minimum.map(JSONValue.number)
    schema["exclusiveMinimum"] = range.exclusiveMinimum.map(JSONValue.number)
    schema["maximum"] = range.maximum.map(JSONValue.number)
    return schema
  }

  private static func list(of element: ParameterType, count: Int?) -> JSONObject {
    var schema: JSONObject = ["type": "array", "items": .object(Self.schema(of: element))]
    schema["minItems"] = count.map { .number(Double($0)) }
    schema["maxItems"] = count.map { .number(Double($0)) }
    return schema
  }

  /// What the contract does say, in the same form: null apart, no words, `oneOf` and `anyOf` alike, keys sorted.
  func type(of schema: JSONValue) -> (type: JSONValue, isNullable: Bool) {
    var found = JSONObject()
    var isNullable = false
    for member in schemas.resolved(schema).members.sorted(by: { $0.key < $1.key }) {
      switch member.key {
      case "description", "default": break
      case "type":
        let names = (member.value.text.map { [$0] } ?? member.value.texts).filter { $0 != "null" }
        isNullable = isNullable || names.count < (member.value.list?.count ?? 1)
        found["type"] = names.count == 1 ? .string(names[0]) : member.value
      case "oneOf", "anyOf":
        let alternatives = member.value.list ?? []
        let others = alternatives.filter { schemas.resolved($0)["type"] != "null" }
        isNullable = isNullable || others.count < alternatives.count
        found["alternatives"] = .array(others.map { type(of: $0).type })
      case "items": found["items"] = type(of: member.value).type
      case "properties":
        found["properties"] = .object(
          JSONObject(
            members: member.value.members.map { property in
              let (type, isNullable) = type(of: property.value)
              return JSONObject.Member(
                key: property.key,
                value: [
                  "type": type, "null": .bool(isNullable),
                  "default": schemas.resolved(property.value)["default"] ?? .null,
                ])
            }))
      default: found[member.key] = member.value
      }
    }
    return (.object(found), isNullable)
  }
}

extension JSONValue {
  /// The same with the keys of every object in order, as text.
  var sortedText: String {
    switch self {
    case .object(let object):
      let members = object.members.sorted { $0.key < $1.key }
      return "{" + members.map { "\($0.key): \($0.value.sortedText)" }.joined(separator: ", ") + "}"
    case .array(let items): return "[" + items.map(\.sortedText).joined(separator: ", ") + "]"
    default: return text()
    }
  }
}
