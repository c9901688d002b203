import DetectionCore
import JSON

/// A parameter of a request, or a member of one that is an object, with the type that it is read as: declared once, and
/// read as `request[gamma]`.
struct Field<Value: Sendable>: DeclaredMember, Sendable {
  let parameter: Parameter
  /// What it is when it is not given.
  let fallback: Value
  /// What a checked value says; `nil` is never answered for such.
  let read: @Sendable (JSONValue) -> Value?

  var name: String { parameter.name }
  var requestFields: [FieldDescription] { [.parameter(parameter)] }

  /// A field of any type. `default`: what JSON it stands for when it is left out; `.null`: nothing.
  init(
    _ name: String, _ type: ParameterType, default value: JSONValue, fallback: Value, _ meaning: String,
    read: @escaping @Sendable (JSONValue) -> Value?
  ) {
    self.init(parameter: Parameter(name, type, default: value, meaning), fallback: fallback, read: read)
  }

  init(parameter: Parameter, fallback: Value, read: @escaping @Sendable (JSONValue) -> Value?) {
    self.parameter = parameter
    self.fallback = fallback
    self.read = read
  }

  /// The field as one that must be given.
  var required: Field {
    Field(parameter: .required(name, parameter.type, parameter.meaning), fallback: fallback, read: read)
  }

  /// The field as one that has an effect under conditions only: a value other than its default is refused otherwise.
  func only(_ conditions: Condition...) -> Field { only(conditions) }

  /// The same for a list of conditions.
  func only(_ conditions: [Condition]) -> Field {
    var parameter = parameter
    parameter.conditions += conditions
    return Field(parameter: parameter, fallback: fallback, read: read)
  }

  /// The field as one whose default depends on others: the contract then states none, as clients would send it.
  var defaultingByOthers: Field {
    var parameter = parameter
    parameter.defaultDependsOnOthers = true
    return Field(parameter: parameter, fallback: fallback, read: read)
  }
}

extension ParameterValues {
  /// What a request says of a field, or its default.
  subscript<Value>(field: Field<Value>) -> Value {
    guard let given = given(field.name) else { return field.fallback }
    return field.read(given) ?? field.fallback
  }

  /// The same in the arithmetic of the request.
  subscript<S: Scalar>(field: Field<Double>, as scalar: S.Type) -> S { S(self[field]) }

  /// Whether the request itself gives the field a value.
  func gives<Value>(_ field: Field<Value>) -> Bool { isGiven(field.name) }
}
