/// One setting, declared once. Its line in the file, its environment variable, its flag, their messages and its row
/// in `focald config` all follow from this.
struct Setting<Format: SettingFormat>: SettingDeclaration {
  let key: String
  let format: Format
  /// What holds where nothing is said.
  let initial: Format.Value
  let doc: String

  /// Declares a setting: its name, its form, its default, and what it does.
  init(_ key: String, _ format: Format, default initial: Format.Value, _ doc: String) {
    self.key = key
    self.format = format
    self.initial = initial
    self.doc = doc
  }

  var permitted: String { format.permitted }
  var defaultText: String { format.write(initial) }

  func takes(_ text: String) -> Bool { format.read(text) != nil }
}
