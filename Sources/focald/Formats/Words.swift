/// One of a few words.
struct Choice<Value: RawRepresentable & CaseIterable & Sendable>: SettingFormat where Value.RawValue == String {
  var permitted: String { "one of " + Value.allCases.map(\.rawValue).joined(separator: ", ") }

  func read(_ text: String) -> Value? { Value(rawValue: text) }

  func write(_ value: Value) -> String { value.rawValue }
}

/// Yes or no.
struct TrueOrFalse: SettingFormat {
  var permitted: String { "true or false" }

  func read(_ text: String) -> Bool? { Bool(text) }

  func write(_ value: Bool) -> String { String(value) }
}

/// Any text without spaces that is not empty.
struct PlainText: SettingFormat {
  /// What it should be, for the messages.
  let what: String

  var permitted: String { what }

  func read(_ text: String) -> String? {
    text.isEmpty || text.contains(where: \.isWhitespace) ? nil : text
  }

  func write(_ value: String) -> String { value }
}
