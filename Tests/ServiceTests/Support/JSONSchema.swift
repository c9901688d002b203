import JSON
import Testing

@testable import Operations
@testable import Service

/// The part of JSON Schema 2020-12 that the contract is written in. An unknown keyword is a fault, so that nothing is
/// believed to be checked that is not.
struct JSONSchema {
  /// The whole document, for `$ref`.
  let document: JSONValue

  /// A schema with its `$ref` followed; what stands beside it has precedence.
  func resolved(_ schema: JSONValue) -> JSONValue {
    guard let reference = schema["$ref"]?.text else { return schema }
    var target = document
    for step in reference.split(separator: "/").dropFirst() { target = target[String(step)] ?? .null }
    guard case .object(var merged) = resolved(target) else { return .null }
    for member in schema.members where member.key != "$ref" { merged[member.key] = member.value }
    return .object(merged)
  }

  /// What is wrong with a value; `nil` if nothing is.
  func fault(in value: JSONValue, _ schema: JSONValue, at place: String = "") -> String? {
    let schema = resolved(schema)
    guard schema != .null else { return "\(place): a schema that is not there" }
    for member in schema.members {
      if let fault = fault(in: value, member.key, member.value, schema, at: place) { return fault }
    }
    return nil
  }

  private func fault(
    in value: JSONValue, _ keyword: String, _ argument: JSONValue, _ schema: JSONValue, at place: String
  ) -> String? {
    switch keyword {
    case "description", "default", "title", "examples": nil
    case "type":
      (argument.text.map { [$0] } ?? argument.texts).contains { value.isOf(type: $0) } ? nil : "\(place): type"
    case "const": value == argument ? nil : "\(place): const"
    case "enum": (argument.list ?? []).contains(where: value.means) ? nil : "\(place): enum"
    case "minimum": value.number.map { $0 >= argument.number ?? .nan } != false ? nil : "\(place): minimum"
    case "exclusiveMinimum": value.number.map { $0 > argument.number ?? .nan } != false ? nil : "\(place): minimum"
    case "maximum": value.number.map { $0 <= argument.number ?? .nan } != false ? nil : "\(place): maximum"
    case "exclusiveMaximum": value.number.map { $0 < argument.number ?? .nan } != false ? nil : "\(place): maximum"
    case "minItems": value.list.map { Double($0.count) >= argument.number ?? .nan } != false ? nil : "\(place): items"
    case "maxItems": value.list.map { Double($0.count) <= argument.number ?? .nan } != false ? nil : "\(place): items"
    case "items":
      (value.list ?? []).enumerated().lazy.compactMap { fault(in: $1, argument, at: "\(place)/\($0)") }.first
    case "required":
      argument.texts.first { value[$0] == nil }.map { "\(place): \($0) is missing" }
    case "properties":
      value.members.lazy.compactMap { member in
        argument[member.key].flatMap { fault(in: member.value, $0, at: "\(place)/\(member.key)") }
      }.first
    case "additionalProperties":
      value.members.filter { schema["properties"]?[$0.key] == nil }.lazy.compactMap { member in
        argument == false
          ? "\(place): \(member.key) is unknown" : fault(in: member.value, argument, at: "\(place)/\(member.key)")
      }.first
    case "propertyNames":
      value.members.lazy.compactMap { fault(in: .string($0.key), argument, at: "\(place)/\($0.key)") }.first
    case "dependentSchemas":
      argument.members.lazy.filter { value[$0.key] != nil }.compactMap { fault(in: value, $0.value, at: place) }.first
    case "not": fault(in: value, argument) == nil ? "\(place): not" : nil
    case "oneOf": matches(value, argument) == 1 ? nil : "\(place): oneOf"
    case "allOf": matches(value, argument) == argument.list?.count ? nil : "\(place): allOf"
    case "anyOf": matches(value, argument) > 0 ? nil : "\(place): anyOf"
    default: "\(place): the keyword \(keyword) is not known to this test"
    }
  }

  private func matches(_ value: JSONValue, _ schemas: JSONValue) -> Int {
    (schemas.list ?? []).filter { fault(in: value, $0) == nil }.count
  }
}

extension JSONValue {
  fileprivate func isOf(type: String) -> Bool {
    switch type {
    case "null": self == .null
    case "boolean": if case .bool = self { true } else { false }
    case "string": text != nil
    case "number": number != nil
    case "integer": number.map { $0.rounded() == $0 } ?? false
    case "array": list != nil
    case "object": if case .object = self { true } else { false }
    default: false
    }
  }
}
