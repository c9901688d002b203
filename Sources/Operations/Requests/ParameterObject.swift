import DetectionCore
import JSON

/// A parameter that is an object.
struct ParameterObject: ParameterValues {
  let members: [Parameter]
  let object: JSONObject

  init(members: [Parameter], object: JSONObject) {
    self.members = members
    self.object = object
  }

  /// A value of a parameter, if that is an object.
  init?(_ value: JSONValue, of parameter: Parameter) {
    guard case .object(let members) = parameter.type, case .object(let object) = value else { return nil }
    self.init(members: members, object: object)
  }

  func given(_ name: String) -> JSONValue? {
    guard let value = object[name], let member = members.first(where: { $0.name == name }) else { return nil }
    return member.isNotGiven(value) ? nil : value
  }

  func value(_ name: String) -> JSONValue {
    given(name) ?? members.first { $0.name == name }?.defaultValue ?? .null
  }
}
