package import JSON

/// A parameter of an operation, or a member of one, as it is declared.
package struct Parameter: Sendable, Equatable {
  package let name: String
  package let type: ParameterType
  /// What it is when it is left out; `null`: nothing.
  package let defaultValue: JSONValue
  /// Whether it must be given.
  package let isRequired: Bool
  /// Whether `null` is a value of it, which differs from its default. Of all others `null` is "not given".
  package let nullIsValue: Bool
  /// What must hold for it to have an effect; a value other than the default is refused otherwise.
  package var conditions: [Condition] = []
  /// Whether what it is when it is left out depends on other fields: the contract then states no default, as generated
  /// clients would send it.
  package var defaultDependsOnOthers = false
  /// The meaning, with units.
  package let meaning: String

  init(
    _ name: String, _ type: ParameterType, default value: JSONValue, nullIsValue: Bool = false, _ meaning: String
  ) {
    self.init(name, type, value, isRequired: false, nullIsValue: nullIsValue && value != .null, meaning)
  }

  private init(
    _ name: String, _ type: ParameterType, _ value: JSONValue, isRequired: Bool, nullIsValue: Bool, _ meaning: String
  ) {
    self.name = name
    self.type = type
    defaultValue = value
    self.isRequired = isRequired
    self.nullIsValue = nullIsValue
    self.meaning = meaning
  }

  /// A parameter that must be given.
  static func required(_ name: String, _ type: ParameterType, _ meaning: String) -> Parameter {
    Parameter(name, type, .null, isRequired: true, nullIsValue: false, meaning)
  }

  /// Whether the value of a request stands for leaving the parameter out.
  func isNotGiven(_ value: JSONValue) -> Bool { value == .null && !nullIsValue }

  /// Its conditions, and those of its members if it is an object.
  var allConditions: [Condition] {
    guard case .object(let members) = type else { return conditions }
    return conditions + members.flatMap(\.allConditions)
  }
}
