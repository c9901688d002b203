/// One of a few words.
struct Choice<Value: RawRepresentable & CaseIterable & Sendable>: SettingFormat where Value.RawValue == String {
  var permitted: String { "one of " + Value.allCases.map(\.rawValue).joined(separator: ", ") }

  func read(_ text: String) -> Value? { Value(rawValue: text) }

  func write(_ value: Value) -> String { value.rawValue }
}
