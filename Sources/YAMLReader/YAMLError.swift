/// Why a text is not YAML that can be taken, and where.
public struct YAMLError: Error, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int
  /// What was found.
  public var sentence: String

  /// An error at a place.
  public init(line: Int, column: Int, sentence: String) {
    self.line = line
    self.column = column
    self.sentence = sentence
  }

  /// As a compiler would say it.
  public var description: String { "line \(line), column \(column): \(sentence)" }
}
