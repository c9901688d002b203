import HTTPMessages
import JSON
import Operations

/// The operations as JSON: `GET /v1/operations`.
enum Catalogue {
  /// Every operation and every figure, whole.
  static let all: JSONValue = [
    "operations": .array(Registry.all.map { entry($0.declaration) }), "figures": .array(Figure.all.map(entry)),
  ]

  /// One operation, or one figure.
  static func entry(named id: String) throws(Problem) -> HTTPResponse {
    if let figure = Figure.all.first(where: { $0.declaration.id == id }) { return .json(entry(figure), style: .pretty) }
    guard let operation = Registry.named(id) else { throw Registry.unknown(id) }
    return .json(entry(operation.declaration), style: .pretty)
  }

  /// The answer to a visitor of `/`.
  static var index: JSONValue {
    [
      "name": "focald",
      "version": .string(BuildInformation.version),
      "description": .string(BuildInformation.summary),
      "operations": "/v1/operations",
      "networks": "/v1/networks",
      "figures": .array(Figure.all.map { .string($0.declaration.path) }),
      "contract": ["/openapi.yaml", "/openapi.json"],
      "health": ["/livez", "/readyz", "/healthz"],
      "metrics": "/metrics",
      "try": .string(
        "curl -s localhost:8080/v1/losses/focal -d '"
          + (Registry.named("losses.focal")?.declaration.example ?? "{}") + "'"),
    ]
  }

  static func entry(_ declaration: Declaration) -> JSONValue {
    [
      "name": .string(declaration.id),
      "method": "POST",
      "path": .string(declaration.path),
      "summary": .string(declaration.summary),
      "formula": .string(declaration.formula),
      "source": .string(declaration.source),
      "inputs": .array(declaration.inputs.map { entry($0, declaration) }),
      "parameters": .array(declaration.parameters.map(entry)),
      "outputs": .array(
        declaration.outputs.flatMap(\.listed).map {
          [
            "name": .string($0.name), "shape": .string($0.shape), "when": .string($0.conditions.words),
            "holds": .string($0.holds),
          ]
        }),
      "dialects": declaration.dialects.map { dialects($0) } ?? .null,
      "example": example(declaration),
    ]
  }

  /// A figure: what an operation's entry has, but for outputs. Fields of a GET stand in its query.
  private static func entry(_ figure: Figure) -> JSONValue {
    guard case .object(var members) = entry(figure.declaration) else { return .null }
    members["method"] = figure.isAskedByQuery ? "GET" : "POST"
    members["outputs"] = nil
    members["dialects"] = nil
    members["answer"] = "image/svg+xml"
    return .object(members)
  }

  /// Where libraries differ, and what each decides.
  private static func dialects(_ dialects: Dialects) -> JSONValue {
    [
      "decisions": .array(
        dialects.decisions.map { ["field": .string($0.field), "meaning": .string($0.phrase)] }),
      "profiles": .array(
        dialects.profiles.map { profile in
          [
            "name": .string(profile.library.rawValue), "source": .string(profile.source),
            "settings": .array(
              profile.settings.map {
                [
                  "field": .string($0.field), "value": $0.value,
                  "when": $0.conditions.isEmpty ? .null : .string($0.conditions.words),
                ]
              }),
          ]
        }),
    ]
  }

  private static func entry(_ input: Input, _ declaration: Declaration) -> JSONValue {
    let presence: JSONValue =
      switch input.presence {
      case .required: "required"
      case .optional(let otherwise): .string("optional; otherwise \(otherwise)")
      case .oneOf(let group): .string("exactly one of \(declaration.members(of: group).joined(separator: ", "))")
      }
    return [
      "name": .string(input.name),
      "shape": .string(input.shapeNames),
      "type": .string(input.element.rawValue),
      "presence": presence,
      "differentiable": .bool(input.isDifferentiable),
      "holds": .string(input.holds),
    ]
  }

  private static func entry(_ parameter: Parameter) -> JSONValue {
    var members = JSONObject()
    members["name"] = .string(parameter.name)
    members["type"] = .string(parameter.type.words)
    members["required"] = .bool(parameter.isRequired)
    if !parameter.isRequired { members["default"] = parameter.defaultValue }
    if case .choice(let names) = parameter.type { members["choices"] = .array(names.map(JSONValue.string)) }
    if case .object(let parameters) = parameter.type { members["members"] = .array(parameters.map(entry)) }
    members["meaning"] = .string(parameter.meaning)
    return .object(members)
  }

  /// The example as a value. A declaration whose example is not JSON fails the tests.
  private static func example(_ declaration: Declaration) -> JSONValue {
    (try? JSONReader.read(ByteBuffer(declaration.example))) ?? .null
  }
}
