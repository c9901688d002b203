import JSON

extension JSONValue {
  /// The value as a message quotes it: a long one is cut.
  package var excerpt: String { quoted(text()) }
}
