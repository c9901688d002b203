/// Fields that belong to some values of a parameter only.
struct ChoiceFields {
  /// The parameter that chooses.
  let parameter: String
  /// Its values, with the fields that go with each.
  let fields: [(value: String, names: [String])]

  /// Throws if the request names a field that does not go with the chosen value.
  func check(_ arguments: Arguments) throws(Problem) {
    guard case .string(let chosen) = arguments.value(parameter) else { return }
    let own = fields.first { $0.value == chosen }?.names ?? []
    for (value, names) in fields {
      let stray = names.first { !own.contains($0) && Self.isGiven($0, arguments) }
      if let stray {
        throw Problem(
          .conflictingFields, at: "/\(stray)",
          "\(stray) goes with \(parameter) \"\(value)\", not with \"\(chosen)\"")
      }
    }
  }

  /// Whether the request has the input, or a value of its own for the parameter.
  static func isGiven(_ name: String, _ arguments: Arguments) -> Bool {
    arguments.has(name) || arguments.isGiven(name) && arguments.value(name) != .null
  }
}
