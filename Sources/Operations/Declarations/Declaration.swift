package import JSON

/// All that is said of an operation, once. The REST route, the checks and their messages, the catalogue and the test of
/// `openapi.yaml` follow from it.
///
/// A class, as every request carries a reference to one.
package final class Declaration: Sendable {
  /// `losses`, `boxes`, `anchors`, `detections`.
  package let family: String
  /// `smooth-l1`.
  package let name: String
  /// One line.
  package let summary: String
  /// What is computed, in Unicode.
  package let formula: String
  /// Paper and section, or the library whose behaviour it is.
  package let source: String
  package let inputs: [Input]
  package let parameters: [Parameter]
  package let outputs: [OutputDescription]
  /// The body of a request that works, as JSON text.
  package let example: String
  /// Where libraries differ in it.
  package let dialects: Dialects?

  /// `losses.smooth-l1`.
  package let id: String
  /// `/v1/losses/smooth-l1`.
  package let path: String
  /// Every field a request may have.
  package let fieldNames: [String]
  /// Where they stand in a request: `/logits`.
  private let pointers: [String]
  /// The groups of inputs of which exactly one is given, in the order of their first members.
  package let groups: [[String]]
  /// The inputs that must be given.
  package let requiredInputs: [String]
  /// The parameters that must be given.
  package let requiredParameters: [String]
  /// Whether some fields have an effect under conditions only.
  let hasConditions: Bool
  /// The places of the inputs that have an effect under conditions only.
  let conditionalInputs: [Int]
  /// Whether JSON requests have fields that are read straight into columns.
  package let hasTexts: Bool
  /// Whether some extents have letters, which must be the same in all inputs.
  let hasSharedExtents: Bool

  init(
    family: String, name: String, summary: String, formula: String, source: String, inputs: [Input],
    parameters: [Parameter], outputs: [OutputDescription], example: String,
    dialects: Dialects? = nil
  ) {
    self.family = family
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.inputs = inputs
    self.parameters = parameters
    self.outputs = outputs
    self.example = example
    self.dialects = dialects
    id = "\(family).\(name)"
    path = "/v1/\(family)/\(name)"
    fieldNames = inputs.map(\.name) + parameters.map(\.name)
    pointers = fieldNames.map { "/\($0)" }
    groups = Self.groups(of: inputs)
    requiredInputs = inputs.filter { $0.presence == .required }.map(\.name)
    requiredParameters = parameters.filter(\.isRequired).map(\.name)
    hasConditions = !(inputs.flatMap(\.conditions) + parameters.flatMap(\.allConditions)).isEmpty
    conditionalInputs = inputs.indices.filter { !inputs[$0].conditions.isEmpty }
    hasTexts = inputs.contains(where: \.element.isText)
    hasSharedExtents = inputs.contains { $0.shapes.contains { $0.extents != nil } }
  }

  /// The inputs of which exactly one is given.
  package func members(of group: String) -> [String] { Self.members(of: group, inputs) }

  /// Where a field stands in a request; `nil`: there is none of that name.
  func pointer(toField name: String) -> String? {
    for index in fieldNames.indices where fieldNames[index] == name { return pointers[index] }
    return nil
  }

  package func input(_ name: String) -> Input? {
    // By index: `first(where:)` copies every input that it looks at.
    for index in inputs.indices where inputs[index].name == name { return inputs[index] }
    return nil
  }

  /// The input of which a tensor of that name is a level: `class_logits.2`.
  package func level(_ name: String) -> (input: Input, number: Int)? {
    guard let dot = name.lastIndex(of: "."), let input = input(String(name[..<dot])), !input.levels.isEmpty,
      let number = Int(name[dot...].dropFirst()), number >= 0, name == "\(input.name).\(number)"
    else { return nil }
    return (input, number)
  }

  package func parameter(_ name: String) -> Parameter? {
    for index in parameters.indices where parameters[index].name == name { return parameters[index] }
    return nil
  }

  /// What a parameter is when it is left out.
  package func defaultValue(of name: String) -> JSONValue {
    for index in parameters.indices where parameters[index].name == name { return parameters[index].defaultValue }
    return .null
  }

  /// What a request says of a parameter, or of a member of one (`suppression.method`), or its default; `given`: the value
  /// that the request gives a parameter.
  package func value(of name: String, given: (String) -> JSONValue?) -> JSONValue {
    guard let dot = name.firstIndex(of: "."), let parameter = parameter(String(name[..<dot])),
      case .object(let members) = parameter.type
    else { return given(name) ?? defaultValue(of: name) }
    let object = given(parameter.name).flatMap { ParameterObject($0, of: parameter) }
    return (object ?? ParameterObject(members: members, object: [:])).value(String(name[dot...].dropFirst()))
  }

  private static func members(of group: String, _ inputs: [Input]) -> [String] {
    inputs.filter { $0.presence == .oneOf(group: group) }.map(\.name)
  }

  private static func groups(of inputs: [Input]) -> [[String]] {
    var names: [String] = []
    for input in inputs {
      if case .oneOf(let group) = input.presence, !names.contains(group) { names.append(group) }
    }
    return names.map { members(of: $0, inputs) }
  }
}
