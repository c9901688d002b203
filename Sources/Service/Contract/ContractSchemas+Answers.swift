import DetectionCore
import JSON
import Operations

// Fields of answers.

extension ContractSchemas {
  mutating func object(
    _ outputs: [OutputDescription], named name: String, description: String? = nil, _ declaration: Declaration
  ) -> JSONValue {
    if let map = Self.map(of: outputs) { return add(name, map, prefix: declaration.componentPrefix) }
    var properties = JSONObject()
    var others: JSONValue = false
    for output in outputs {
      if case .numbers(let names) = output.kind {
        others = ["type": output.isNullable ? ["number", "null"] : "number"]
        for name in names { properties[name] = others }
      } else {
        properties[output.name] = schema(of: output, in: name, declaration)
      }
    }
    return add(
      name, properties, required: outputs.filter { $0.conditions.isEmpty && !$0.name.isEmpty }.map(\.name),
      description: description, prefix: declaration.componentPrefix, others: others)
  }

  /// Names in lower case that are taken in a generated Python class: a class method that puts the member `Cls` into a variable
  /// has lost its own `cls`.
  static let takenNames: Set = ["cls", "self"]

  /// Numbers of which one has such a name, as a map with fixed keys; `nil` for any other object.
  private static func map(of outputs: [OutputDescription]) -> JSONObject? {
    let names = outputs.map(\.name)
    guard names.contains(where: { takenNames.contains($0.lowercased()) }),
      let type = scalarType(outputs[0]), outputs.allSatisfy({ scalarType($0) == type })
    else { return nil }
    let keys = JSONValue.array(names.map(JSONValue.string))
    return [
      "description": .string(outputs.map { "\($0.name): \($0.holds)" }.joined(separator: " ")),
      "type": "object", "required": keys, "propertyNames": ["enum": keys],
      "additionalProperties": .object(type),
    ]
  }

  /// The type of an output that is always one number; `nil` for any other.
  private static func scalarType(_ output: OutputDescription) -> JSONObject? {
    guard case .tensor(let pattern, let element) = output.kind, pattern.description == "()",
      output.conditions.isEmpty, !output.isNullable
    else { return nil }
    return schema(of: pattern, element)
  }

  private mutating func schema(of output: OutputDescription, in owner: String, _ declaration: Declaration) -> JSONValue
  {
    let when = output.conditions.isEmpty ? "" : " Only if \(output.conditions.words)."
    switch output.kind {
    case .tensor(let pattern, let element):
      let words = "\(pattern.description) — \(output.holds)\(when)"
      var schema = Self.schema(of: pattern, element)
      schema["description"] = .string(words)
      if output.isNullable { schema = Self.admittingNull(schema) }
      return .object(schema)
    case .text: return Self.scalar("string", output, when)
    case .words(let pattern) where pattern.isScalar: return Self.scalar("string", output, when)
    case .texts, .words:
      return ["description": .string(output.holds + when), "type": "array", "items": ["type": "string"]]
    case .json: return ["description": .string(output.holds + when)]
    case .id:
      return ["description": .string(output.holds + when), "anyOf": Self.id(isNullable: output.isNullable)]
    case .ids:
      return [
        "description": .string(output.holds + when), "type": "array", "items": ["anyOf": Self.id(isNullable: false)],
      ]
    case .numbers: return .null
    case .rows(let members):
      return [
        "description": .string(output.holds + when), "type": "array",
        "items": object(members, named: "\(owner)\(output.name.capitalizedParts)Item", description: nil, declaration),
      ]
    case .object(let members), .columns(let members):
      if output.isNullable {
        let reference = object(members, named: owner + output.name.capitalizedParts, declaration)
        return ["description": .string(output.holds + when), "anyOf": [reference, ["type": "null"]]]
      }
      let name = Self.isShared(output) ? output.name.capitalizedParts : owner + output.name.capitalizedParts
      let reference = object(members, named: name, description: Self.words(output), declaration)
      return when.isEmpty ? reference : Self.described(reference, .string(String(when.dropFirst())))
    case .list(let members):
      return [
        "description": .string(output.holds + when), "type": "array",
        "items": object(members, named: "\(output.name.capitalizedParts)Item", description: nil, declaration),
      ]
    }
  }

  private static func scalar(_ type: String, _ output: OutputDescription, _ when: String) -> JSONValue {
    ["description": .string(output.holds + when), "type": output.isNullable ? [.string(type), "null"] : .string(type)]
  }

  /// What an id may be.
  private static func id(isNullable: Bool) -> JSONValue {
    .array([["type": "integer"], ["type": "string"]] + (isNullable ? [["type": "null"]] : []))
  }

  private static func words(_ output: OutputDescription) -> String? { output.holds.isEmpty ? nil : output.holds }

  /// Objects whose members do not depend on the operation keep their own name.
  private static func isShared(_ output: OutputDescription) -> Bool { output.name != GradientOutputs.name }

  /// Nested arrays as deep as the shape says.
  private static func schema(of pattern: ShapePattern, _ element: Input.Element) -> JSONObject {
    let number: JSONObject = ["type": element == .integer || element == .id ? "integer" : "number"]
    guard let extents = pattern.extents, !pattern.isOpen else {
      return ["anyOf": [.object(number), ["type": "array", "items": [:]]]]
    }
    if pattern.description == "()" { return number }
    return extents.reversed().reduce(number) { inner, extent in
      var schema: JSONObject = ["type": "array", "items": .object(inner)]
      if case .fixed(let count) = extent {
        schema["minItems"] = .number(Double(count))
        schema["maxItems"] = .number(Double(count))
      }
      return schema
    }
  }
}
