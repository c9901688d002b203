/// A parameter of an operation, or a member of one, as it is declared.
struct Parameter: Sendable, Equatable {
  let name: String
  let type: ParameterType
  /// What it is when it is left out; `null`: nothing, and a request may say `null` as well.
  let defaultValue: JSONValue
  /// Whether it must be given.
  let isRequired: Bool
  /// Whether `null` is a value of it.
  let isNullable: Bool
  /// The meaning, with units.
  let meaning: String

  init(
    _ name: String, _ type: ParameterType, default value: JSONValue, isNullable: Bool = false, _ meaning: String
  ) {
    self.init(name, type, value, isRequired: false, isNullable: isNullable || value == .null, meaning)
  }

  private init(
    _ name: String, _ type: ParameterType, _ value: JSONValue, isRequired: Bool, isNullable: Bool, _ meaning: String
  ) {
    self.name = name
    self.type = type
    defaultValue = value
    self.isRequired = isRequired
    self.isNullable = isNullable
    self.meaning = meaning
  }

  /// A parameter that must be given.
  static func required(_ name: String, _ type: ParameterType, _ meaning: String) -> Parameter {
    Parameter(name, type, .null, isRequired: true, isNullable: false, meaning)
  }
}
