/// How the text of a setting is read, and what may be written there. The text is the same in the file, in the
/// environment and on the command line.
protocol SettingFormat: Sendable {
  /// What the program works with.
  associatedtype Value: Sendable

  /// What may be written, in words: `a whole number from 1 to 64`.
  var permitted: String { get }

  /// The value that `text` stands for, or `nil` if it stands for none that is permitted.
  func read(_ text: String) -> Value?

  /// The text that stands for `value`; `read` takes it back.
  func write(_ value: Value) -> String
}
