import DetectionCore
import JSON

/// A field of an operation on which libraries differ without saying so.
package struct Decision: Sendable {
  /// The field, or a member of one: `union_eps`, `suppression.comparator`.
  package let field: String
  /// As sentences name it: «ε in the union».
  package let phrase: String

  init<Value>(_ field: Field<Value>, _ phrase: String) {
    self.field = field.name
    self.phrase = phrase
  }

  /// A member of an object.
  init<Group, Value>(_ object: Field<ObjectValues<Group>?>, _ member: Field<Value>, _ phrase: String) {
    field = "\(object.name).\(member.name)"
    self.phrase = phrase
  }
}

extension Field where Value: RawRepresentable, Value.RawValue == String {
  /// The word that a library stands for.
  func set(_ value: Value) -> Setting { Setting(field: name, value: .string(value.rawValue)) }
}

extension Field<Double> {
  /// The number that a library takes.
  func set(_ value: Double) -> Setting { Setting(field: name, value: .number(value)) }
}

extension Field<Double?> {
  /// The number that a library takes; `nil`: none.
  func set(_ value: Double?) -> Setting { Setting(field: name, value: value.map(JSONValue.number) ?? .null) }
}

extension Field<Int?> {
  /// The whole number that a library takes.
  func set(_ value: Int) -> Setting { Setting(field: name, value: .number(Double(value))) }
}

extension Field<Int> {
  /// The whole number that a library takes.
  func set(_ value: Int) -> Setting { Setting(field: name, value: .number(Double(value))) }
}

extension Field<Bool?> {
  /// Whether a library does.
  func set(_ value: Bool) -> Setting { Setting(field: name, value: .bool(value)) }
}

extension Field<Bool> {
  /// Whether a library does.
  func set(_ value: Bool) -> Setting { Setting(field: name, value: .bool(value)) }
}

extension Field where Value == PerClass<Double>? {
  /// The number that a library takes for every class; `nil`: none.
  func set(_ value: Double?) -> Setting { Setting(field: name, value: value.map(JSONValue.number) ?? .null) }
}

extension Field {
  /// A member's value in a library.
  func set<Group: FieldGroup>(_ member: Setting) -> Setting where Value == ObjectValues<Group>? {
    Setting(field: "\(name).\(member.field)", value: member.value)
  }
}
