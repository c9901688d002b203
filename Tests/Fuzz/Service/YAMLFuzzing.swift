import YAMLReader

/// A configuration is read or refused, and what was read can be written and read again.
enum YAMLFuzzing {
  static func run(_ bytes: UnsafeRawBufferPointer) {
    guard let node = try? YAMLNode.parse(String(decoding: bytes, as: UTF8.self)) else { return }
    guard let text = try? YAMLWriter.text(node) else { return }
    // Two that are no number are not equal.
    precondition((try? YAMLNode.parse(text)) == node || text.contains(".nan"), "what is written reads differently")
  }
}
