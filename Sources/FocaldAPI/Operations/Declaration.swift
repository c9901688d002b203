/// All that is said of an operation, once. The REST route, the checks and their messages, the catalogue and the test of
/// `openapi.yaml` follow from it.
struct Declaration: Sendable {
  /// `losses`, `boxes`, `anchors`, `detections`.
  let family: String
  /// `smooth-l1`.
  let name: String
  /// One line.
  let summary: String
  /// What is computed, in Unicode.
  let formula: String
  /// Paper and section, or the library whose behaviour it is.
  let source: String
  let inputs: [Input]
  let parameters: [Parameter]
  let outputs: [Output]
  /// The body of a request that works, as JSON text.
  let example: String

  /// `losses.smooth-l1`.
  var id: String { "\(family).\(name)" }
  /// `/v1/losses/smooth-l1`.
  var path: String { "/v1/\(family)/\(name)" }

  /// Every field a request may have.
  var fieldNames: [String] { inputs.map(\.name) + parameters.map(\.name) }

  /// The inputs of which exactly one is given.
  func members(of group: String) -> [String] {
    inputs.filter { $0.presence == .oneOf(group: group) }.map(\.name)
  }

  /// The groups of inputs of which exactly one is given, in the order of their first members.
  var groups: [[String]] {
    var names: [String] = []
    for input in inputs {
      if case .oneOf(let group) = input.presence, !names.contains(group) { names.append(group) }
    }
    return names.map(members)
  }

  func input(_ name: String) -> Input? { inputs.first { $0.name == name } }
  func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}
