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

/// A setting whatever its type: what is needed to list, to name and to check it.
protocol SettingDeclaration: Sendable {
  /// Its name in the file: `io_threads`.
  var key: String { get }
  /// What it does: a sentence or two, broken into lines as the file shows them.
  var doc: String { get }
  /// What may be written, in words.
  var permitted: String { get }
  /// The default as one would write it.
  var defaultText: String { get }
  /// Whether `text` is a permitted value.
  func takes(_ text: String) -> Bool
}

extension SettingDeclaration {
  /// Its flag, without the dashes: `io-threads`.
  var flag: String { String(key.map { $0 == "_" ? "-" : $0 }) }
  /// Its environment variable: `FOCALD_IO_THREADS`.
  var variable: String { Settings.variablePrefix + key.uppercased() }
}
