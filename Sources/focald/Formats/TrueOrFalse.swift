/// Yes or no.
struct TrueOrFalse: SettingFormat {
  var permitted: String { "true or false" }

  func read(_ text: String) -> Bool? { Bool(text) }

  func write(_ value: Bool) -> String { String(value) }
}
