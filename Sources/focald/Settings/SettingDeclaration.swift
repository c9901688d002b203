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
