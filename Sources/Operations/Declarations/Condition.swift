/// What must hold for a field of a request to have an effect, or for a field of an answer to be there. The catalogue, the
/// check of requests, the Open Inference Protocol and the contract all read it.
package enum Condition: Sendable, Hashable {
  /// A boolean field is true: `details`.
  case flag(String)
  /// A choice, or a member of an object (`suppression.method`), has one of these values.
  case choice(String, [String])
  /// An optional field is given.
  case given(String)
  /// One at least of some optional fields is given.
  case givenAny([String])
  /// A field that stands for the same is not given.
  case absent(String)

  /// In words: «details is true».
  package var words: String {
    switch self {
    case .flag(let field): "\(field) is true"
    case .choice(let field, let values): "\(field) is \(values.map { "\"\($0)\"" }.joined(separator: " or "))"
    case .given(let field): "\(field) is given"
    case .givenAny(let fields): "\(fields.joined(separator: " or ")) is given"
    case .absent(let field): "\(field) is not given"
    }
  }

  /// A boolean field is true.
  static func with(_ field: Field<Bool>) -> Condition { .flag(field.name) }

  /// An optional tensor is given.
  static func given<Element>(_ field: TensorField<Element>) -> Condition { .given(field.name) }

  /// An optional parameter is given.
  static func given<Value>(_ field: Field<Value>) -> Condition { .given(field.name) }

  /// A tensor that stands for the same is not given.
  static func without<Element>(_ field: TensorField<Element>) -> Condition { .absent(field.name) }

  /// A parameter that stands for the same is not given.
  static func without<Value>(_ field: Field<Value>) -> Condition { .absent(field.name) }

  /// A choice has one of these values.
  static func when<Choice: RawRepresentable>(_ field: Field<Choice>, is values: Choice...) -> Condition
  where Choice.RawValue == String {
    when(field, is: values)
  }

  /// The same, of a list of values.
  static func when<Choice: RawRepresentable>(_ field: Field<Choice>, is values: [Choice]) -> Condition
  where Choice.RawValue == String {
    .choice(field.name, values.map(\.rawValue))
  }
}

extension [Condition] {
  /// In words: `always`, or the conditions.
  package var words: String { isEmpty ? "always" : map(\.words).joined(separator: " and ") }

  /// The boolean fields that must be true.
  package var flags: [String] {
    compactMap { condition in
      if case .flag(let field) = condition { field } else { nil }
    }
  }
}
