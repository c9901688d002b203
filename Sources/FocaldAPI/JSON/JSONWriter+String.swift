extension JSONWriter {
  /// RFC 8259 §7: escapes what must be, and nothing else.
  mutating func write(string: String) {
    beginValue()
    append("\"")
    var string = string
    string.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      var start = 0
      for position in bytes.indices where needsEscape(bytes[position]) {
        append(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
        append(escaped: bytes[position])
        start = position + 1
      }
      append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
    append("\"")
  }

  private func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    default:
      append(byte < 0x10 ? "\\u000" : "\\u001")
      let digits: StaticString = "0123456789abcdef"
      append(UnsafeRawBufferPointer(start: digits.utf8Start + Int(byte & 0xF), count: 1))
    }
  }
}
