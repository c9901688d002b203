import DetectionCore
import JSON
import Operations

/// The schemas of the contract, made from declarations: named components that generators of clients can use.
///
/// Schemas have no recursion and no `oneOf`; where a shape cannot be said, words say it. What fields
/// ask of each other is stated as `dependentSchemas`. An optional field takes `null`,
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
      required: declaration.requiredInputs + declaration.requiredParameters,
      dependencies: ContractDependencies(declaration).value)
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
    let schema: JSONObject = [
      "description": "Files as parts of a form. Every other field may be a part as well: JSON, or text as in a query.",
      "type": "object", "properties": .object(properties), "additionalProperties": ["type": "string"],
    ]
    return add(name, schema, prefix: "")
  }

  /// The schema of an operation's answer, as a reference.
  mutating func answer(of declaration: Declaration) -> JSONValue {
    object(declaration.outputs, named: "\(declaration.componentPrefix)Answer", declaration)
  }

  /// Parameters in queries, by name.
  private(set) var queries = JSONObject()

  /// Adds a component. One that has the name already, but says something else, is not overwritten.
  mutating func add(
    _ name: String, _ properties: JSONObject, required: [String], dependencies: JSONObject = [:],
    description: String? = nil, prefix: String = "", others: JSONValue = false
  ) -> JSONValue {
    var schema: JSONObject = [:]
    schema["description"] = description.map(JSONValue.string)
    schema["type"] = "object"
    schema["additionalProperties"] = others
    if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
    schema["properties"] = .object(properties)
    if !dependencies.isEmpty { schema["dependentSchemas"] = .object(dependencies) }
    return add(name, schema, prefix: prefix)
  }

  /// The same of a schema that is made already.
  mutating func add(_ name: String, _ schema: JSONObject, prefix: String) -> JSONValue {
    let known = components[name]
    var own = known == nil || known == .object(schema) ? name : prefix + name
    // Two forms of an answer may have different members of one name.
    var number = 2
    while let other = components[own], other != .object(schema) {
      own = "\(prefix)\(name)\(number)"
      number += 1
    }
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
  static func described(_ reference: JSONValue, _ words: JSONValue) -> JSONValue {
    ["description": words, "$ref": reference["$ref"] ?? .null]
  }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}
