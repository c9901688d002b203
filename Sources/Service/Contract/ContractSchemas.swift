import DetectionCore
import JSON
import Operations

/// The schemas of the contract, made from declarations: named components that generators of clients can use.
///
/// Schemas have no recursion and no `oneOf`; where a shape cannot be said, words say it. An optional field takes `null`,
/// and has no default that would be `null`, or would depend on others.
struct ContractSchemas {
  /// The components so far, by name.
  private(set) var components: JSONObject = [
    "Tensor": tensor, "IntegerTensor": integerTensor, "FlatTensor": flatTensor,
  ]

  /// With the components that some operation needs.
  init(_ declarations: [Declaration]) {
    let elements = declarations.flatMap(\.inputs).map(\.element)
    if elements.contains(.groundTruth) { components["COCOObject"] = Self.cocoObject }
    if elements.contains(.results) { components["COCOResults"] = Self.cocoResults }
    if elements.contains(.id) { components["IDs"] = Self.ids }
  }

  /// The schema of an operation's request, as a reference.
  mutating func request(of declaration: Declaration) -> JSONValue {
    var properties = JSONObject()
    for input in declaration.inputs { properties[input.name] = Self.schema(of: input, declaration) }
    for parameter in declaration.parameters { properties[parameter.name] = schema(of: parameter, in: declaration) }
    return add(
      "\(declaration.componentPrefix)Request", properties,
      required: declaration.requiredInputs + declaration.requiredParameters)
  }

  /// The schema of a form with an operation's files of records, as a reference; `nil` if it has none.
  mutating func form(of declaration: Declaration) -> JSONValue? {
    let files = declaration.inputs.filter(\.element.isRecords)
    guard !files.isEmpty else { return nil }
    var properties = JSONObject()
    for file in files {
      properties[file.name] = ["description": .string(file.holds), "type": "string", "format": "binary"]
    }
    let name = "\(declaration.componentPrefix)Form"
    components[name] = [
      "description": "Files as parts of a form. Every other field may be a part as well: JSON, or text as in a query.",
      "type": "object", "properties": .object(properties), "additionalProperties": ["type": "string"],
    ]
    return Self.reference(name)
  }

  /// The schema of an operation's answer, as a reference.
  mutating func answer(of declaration: Declaration) -> JSONValue {
    object(declaration.outputs, named: "\(declaration.componentPrefix)Answer", declaration)
  }

  /// Parameters in queries, by name.
  private(set) var queries = JSONObject()

  /// Adds a component. One that has the name already, but says something else, is not overwritten.
  private mutating func add(
    _ name: String, _ properties: JSONObject, required: [String], description: String? = nil, prefix: String = "",
    others: JSONValue = false
  ) -> JSONValue {
    var schema: JSONObject = [:]
    schema["description"] = description.map(JSONValue.string)
    schema["type"] = "object"
    schema["additionalProperties"] = others
    if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
    schema["properties"] = .object(properties)
    let known = components[name]
    let own = known == nil || known == .object(schema) ? name : prefix + name
    components[own] = .object(schema)
    return Self.reference(own)
  }

  /// A parameter as it stands in the query beside a tensor file, as a reference: the same for all operations that have one
  /// of that name.
  mutating func query(_ parameter: Parameter) -> JSONValue {
    let name = "Query\(parameter.name.capitalizedParts)"
    queries[name] = [
      "name": .string(parameter.name), "in": "query", "required": false,
      "description": .string("\(parameter.name) beside a tensor file; a JSON request has it in its body."),
      "schema": ["type": "string"],
    ]
    return ["$ref": .string("#/components/parameters/\(name)")]
  }

  /// A reference with words of its own.
  private static func described(_ reference: JSONValue, _ words: JSONValue) -> JSONValue {
    ["description": words, "$ref": reference["$ref"] ?? .null]
  }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}

// Fields of requests.

extension ContractSchemas {
  private static func schema(of input: Input, _ declaration: Declaration) -> JSONValue {
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
      case .number: reference("Tensor")
      case .groundTruth: reference("COCOObject")
      case .results: reference("COCOResults")
      case .id: reference("IDs")
      }
    let description = JSONValue.string(words.joined(separator: " "))
    guard input.presence != .required else { return described(tensor, description) }
    return ["description": description, "anyOf": [tensor, ["type": "null"]]]
  }

  private mutating func schema(of parameter: Parameter, in declaration: Declaration) -> JSONValue {
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

  private static func admittingNull(_ schema: JSONObject) -> JSONObject {
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
        prefix: declaration.componentPrefix)
      return ["anyOf": [reference]]
    }
  }

  private static func bounded(_ type: String, _ range: NumberRange) -> JSONObject {
    var schema: JSONObject = ["type": .string(type)]
    schema["minimum"] = range.minimum.map(JSONValue.number)
    schema["exclusiveMinimum"] = range.exclusiveMinimum.map(JSONValue.number)
    schema["maximum"] = range.maximum.map(JSONValue.number)
    return schema
  }
}

// Fields of answers.

extension ContractSchemas {
  private mutating func object(
    _ outputs: [OutputDescription], named name: String, description: String? = nil, _ declaration: Declaration
  ) -> JSONValue {
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
    case .texts: return ["description": .string(output.holds + when), "type": "array", "items": ["type": "string"]]
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

// Tensors.

extension ContractSchemas {
  private static let tensor: JSONValue = [
    "description": """
    A tensor of real numbers: nested arrays of one shape, or its shape and its numbers, flat and row-major. A number alone \
    is a tensor of rank 0.
    """,
    "anyOf": [["type": "array", "items": [:]], reference("FlatTensor"), ["type": "number"]],
  ]

  private static let integerTensor: JSONValue = [
    "description":
      "A tensor of whole numbers, `2.0` being one: nested arrays of one shape, or its shape and its numbers.",
    "anyOf": [["type": "array", "items": [:]], reference("FlatTensor"), ["type": "integer"]],
  ]

  private static let flatTensor: JSONValue = [
    "description": "A tensor as its extents and its numbers, row-major. Their product is the length of the data.",
    "type": "object", "additionalProperties": false, "required": ["shape", "data"],
    "properties": [
      "shape": ["type": "array", "items": ["type": "integer", "minimum": 0]],
      "data": ["type": "array", "items": ["type": "number"]],
    ],
  ]

  private static let id: JSONValue = ["anyOf": [["type": "integer"], ["type": "string"]]]

  private static let ids: JSONValue = [
    "description": "Ids, each an integer of 64 bits or a string. As a tensor: INT64.", "type": "array", "items": id,
  ]

  private static let box: JSONValue = ["type": "array", "items": ["type": "number"], "minItems": 4, "maxItems": 4]

  /// An object of a COCO file: some members are known, and others are skipped.
  private static func row(_ properties: JSONObject, required: JSONValue) -> JSONValue {
    ["type": "object", "required": required, "properties": .object(properties)]
  }

  private static let cocoObject: JSONValue = [
    "description": """
    A ground truth as COCO files have it: `images`, `categories` and `annotations`. Members that are not read are skipped, \
    whatever they hold. Ids are integers of 64 bits or strings.
    """,
    "type": "object", "required": ["images", "categories", "annotations"],
    "properties": [
      "images": [
        "type": "array",
        "items": row(["id": id, "width": ["type": "number"], "height": ["type": "number"]], required: ["id"]),
      ],
      "categories": ["type": "array", "items": row(["id": id], required: ["id"])],
      "annotations": [
        "type": "array",
        "items": row(
          ["id": id, "image_id": id, "category_id": id, "bbox": box], required: ["image_id", "category_id", "bbox"]),
      ],
    ],
  ]

  private static let cocoResults: JSONValue = [
    "description": """
    Detections as COCO results files have them: `bbox` is x, y, width, height in pixels. Members that are not read are \
    skipped.
    """,
    "type": "array",
    "items": row(
      ["image_id": id, "category_id": id, "bbox": box, "score": ["type": "number"]],
      required: ["image_id", "category_id", "bbox", "score"]),
  ]
}
