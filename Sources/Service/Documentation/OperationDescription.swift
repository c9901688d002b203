import HTTPMessages
import JSON
import Operations

/// An operation for people who read it in a terminal.
public struct OperationDescription: Sendable {
  /// `losses.focal`.
  public let id: String
  /// One line.
  public let summary: String
  /// What is computed.
  public let formula: String
  /// Where it is asked: `POST /v1/losses/focal`.
  public let request: String
  /// Paper and equation.
  public let source: String
  /// Inputs, parameters and answer.
  public let sections: [Section]
  /// A request to try.
  public let example: String
  /// The same as JSON, as `GET /v1/operations/{id}` answers it.
  public let json: String

  /// What a key can be good for: families of operations, and parts of the service.
  public static var scopes: Set<String> {
    Set(Registry.all.map(\.declaration.family)).union(["metrics", "shared-memory", NetworkRoutes.scope])
  }

  /// Every operation, in the catalogue's order.
  public static var all: [OperationDescription] { Registry.all.map { OperationDescription($0.declaration) } }

  /// Fields under a title, a row each: its name, its shape or default, and what it means.
  public struct Section: Sendable {
    /// `Inputs`.
    public let title: String
    /// Three cells each.
    public let rows: [[String]]
  }

  private init(_ declaration: Declaration) {
    id = declaration.id
    summary = declaration.summary
    formula = declaration.formula
    request = "POST \(declaration.path)"
    source = declaration.source
    example = declaration.example
    json = Catalogue.entry(declaration).text(.pretty)
    sections = [
      Section(title: "Inputs", rows: declaration.inputs.map { Self.row($0, declaration) }),
      Section(title: "Parameters", rows: declaration.parameters.flatMap { Self.rows($0, indent: "") }),
      Section(title: "Answer", rows: declaration.outputs.flatMap(\.listed).map(Self.row)),
    ].filter { !$0.rows.isEmpty }
  }

  private static func row(_ input: Input, _ declaration: Declaration) -> [String] {
    let presence = input.presence == .required ? "" : " (\(declaration.presence(of: input)))"
    return [input.name, input.shapeNames, input.holds + presence]
  }

  private static func row(_ output: OutputDescription) -> [String] {
    let condition = output.conditions.isEmpty ? "" : " (where \(output.conditions.words))"
    return [output.name, output.shape, output.holds + condition]
  }

  /// A parameter, and below it its members.
  private static func rows(_ parameter: Parameter, indent: String) -> [[String]] {
    let value = parameter.isRequired ? "required" : parameter.defaultValue.text()
    let own = [indent + parameter.name, value, "\(parameter.meaning) (\(parameter.type.words))"]
    guard case .object(let members) = parameter.type else { return [own] }
    return [own] + members.flatMap { rows($0, indent: indent + "  ") }
  }
}

extension Declaration {
  /// Whether an input must be given, in words.
  func presence(of input: Input) -> String {
    switch input.presence {
    case .required: "required"
    case .optional(let otherwise): "optional; otherwise \(otherwise)"
    case .oneOf(let group): "exactly one of \(members(of: group).joined(separator: ", "))"
    }
  }
}
