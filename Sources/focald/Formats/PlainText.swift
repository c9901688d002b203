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
