extension JSONWriter {
  /// RFC 8259 §7: escapes what must be, and nothing else.
  mutating func write(string: String) {
    beginValue()
    append("\"")
    var string = string
    string.withUTF8 { utf8 in JSONString.escape(UnsafeRawBufferPointer(utf8)) { append($0) } }
    append("\"")
  }
}
