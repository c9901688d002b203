import HTTPMessages
import Operations

/// An operation for people who read it in a terminal.
public struct OperationDescription: Sendable {
  /// `losses.focal`.
  public let id: String
  /// One line.
  public let summary: String
  /// What is computed.
  public let formula: String
  /// All that is known of it, some lines.
  public let details: String
  /// The same as JSON, as `GET /v1/operations/{id}` answers it.
  public let json: String

  /// What a key can be good for: families of operations, and parts of the service.
  public static var scopes: Set<String> {
    Set(Registry.all.map(\.declaration.family)).union(["metrics", "shared-memory"])
  }

  /// Every operation, in the catalogue's order.
  public static var all: [OperationDescription] { Registry.all.map { OperationDescription($0.declaration) } }

  private init(_ declaration: Declaration) {
    id = declaration.id
    summary = declaration.summary
    formula = declaration.formula
    details = Self.details(declaration)
    json = Catalogue.entry(declaration).text(.pretty)
  }

  private static func details(_ declaration: Declaration) -> String {
    let inputs = declaration.inputs.map { input in
      "  \(input.name) \(input.shapeNames)  \(input.holds)"
    }
    let parameters = declaration.parameters.flatMap { lines($0, indent: "  ") }
    let outputs = declaration.outputs.flatMap(\.listed).map { "  \($0.name) \($0.shape)  \($0.holds)" }
    return
      (["\(declaration.id)  POST \(declaration.path)", declaration.summary, "", declaration.formula, ""]
      + ["Source: \(declaration.source)", "", "Inputs"] + inputs + ["", "Parameters"] + parameters + ["", "Answer"]
      + outputs + ["", "Example", "  \(declaration.example)"]).joined(separator: "\n")
  }
  /// A parameter, and below it its members.
  private static func lines(_ parameter: Parameter, indent: String) -> [String] {
    let value = parameter.isRequired ? "required" : parameter.defaultValue.text()
    let line = "\(indent)\(parameter.name) = \(value)  (\(parameter.type.words)) \(parameter.meaning)"
    guard case .object(let members) = parameter.type else { return [line] }
    return [line] + members.flatMap { lines($0, indent: indent + "  ") }
  }
}
