import JSON
import Operations

// Fields of requests.

extension ContractSchemas {
  static func schema(of input: Input, _ declaration: Declaration) -> JSONValue {
    var words = ["\(input.shapeNames) — \(input.holds)"]
    switch input.presence {
    case .required: break
    case .optional(let otherwise): words.append("Left out: \(otherwise).")
    case .oneOf(let group):
      words.append("Exactly one of \(declaration.members(of: group).joined(separator: ", ")) is given.")
    }
    words += conditions(input.conditions)
    let tensor =
      switch input.element {
      case .integer, .int32: reference("IntegerTensor")
      case .number, .word: reference("Tensor")
      case .groundTruth: reference("COCOObject")
      case .results: reference("COCOResults")
      case .id: reference("IDs")
      }
    let description = JSONValue.string(words.joined(separator: " "))
    guard input.presence != .required else { return described(tensor, description) }
    return ["description": description, "anyOf": [tensor, ["type": "null"]]]
  }

  mutating func schema(of parameter: Parameter, in declaration: Declaration) -> JSONValue {
    var schema: JSONObject = [:]
    schema["description"] = .string(
      ([parameter.meaning] + Self.conditions(parameter.conditions)).joined(separator: " "))
    for member in self.schema(of: parameter.type, named: parameter.name, declaration).members {
      schema[member.key] = member.value
    }
    // Some generated clients send null for what they were not given. Where that is a value, the schema does not offer it.
    if !parameter.isRequired, !parameter.nullIsValue { schema = Self.admittingNull(schema) }
    if !parameter.isRequired, parameter.defaultValue != .null, !parameter.defaultDependsOnOthers {
      schema["default"] = parameter.defaultValue
    }
    return .object(schema)
  }

  private static func conditions(_ conditions: [Condition]) -> [String] {
    conditions.isEmpty ? [] : ["Has an effect only where \(conditions.map(\.words).joined(separator: " and "))."]
  }

  static func admittingNull(_ schema: JSONObject) -> JSONObject {
    var schema = schema
    if let type = schema["type"] {
      schema["type"] = [type, "null"]
      if let choices = schema["enum"]?.list { schema["enum"] = .array(choices + [.null]) }
    } else if let alternatives = schema["anyOf"]?.list {
      schema["anyOf"] = .array(alternatives + [["type": "null"]])
    }
    return schema
  }

  private mutating func schema(of type: ParameterType, named name: String, _ declaration: Declaration) -> JSONObject {
    switch type {
    case .number(let range): return Self.bounded("number", range)
    case .integer(let range): return Self.bounded("integer", range)
    case .boolean: return ["type": "boolean"]
    case .choice(let names): return ["type": "string", "enum": .array(names.map(JSONValue.string))]
    case .text: return ["type": "string"]
    case .map(let element, let members):
      var properties = JSONObject()
      for member in members { properties[member.name] = schema(of: member, in: declaration) }
      let values = JSONValue.object(self.schema(of: element, named: name, declaration))
      let reference = add(
        name.capitalizedParts, properties, required: [], prefix: declaration.componentPrefix, others: values)
      return ["anyOf": [reference]]
    case .list(let element, let count):
      var schema: JSONObject = ["type": "array", "items": .object(self.schema(of: element, named: name, declaration))]
      schema["minItems"] = count.map { .number(Double($0)) }
      schema["maxItems"] = count.map { .number(Double($0)) }
      return schema
    case .anyOf(let types):
      return ["anyOf": .array(types.map { .object(self.schema(of: $0, named: name, declaration)) })]
    case .object(let members):
      var properties = JSONObject()
      for member in members { properties[member.name] = schema(of: member, in: declaration) }
      let reference = add(
        name.capitalizedParts, properties, required: members.filter(\.isRequired).map(\.name),
        dependencies: ContractDependencies(members: members).value, prefix: declaration.componentPrefix)
      return ["anyOf": [reference]]
    }
  }

  private static func bounded(_ type: String, _ range: NumberRange) -> JSONObject {
    var schema: JSONObject = ["type": .string(type)]
    schema["minimum"] = range.minimum.map(JSONValue.number)
    schema["exclusiveMinimum"] = range.exclusiveMinimum.map(JSONValue.number)
    schema["maximum"] = range.maximum.map(JSONValue.number)
    schema["exclusiveMaximum"] = range.exclusiveMaximum.map(JSONValue.number)
    return schema
  }
}
