/// The escapes of a JSON string (RFC 8259 §7), for everything that writes JSON.
package enum JSONString {
  /// Hands `emit` the UTF-8 text of a string, without its quotation marks, piece after piece; each begins and ends with a
  /// character. Escaped is what must be: `"`, `\` and what is below space. With `keepingLines` so is what else ends a line
  /// somewhere or moves a terminal's cursor: DEL, NEL, U+2028 and U+2029.
  package static func escape(
    _ text: UnsafeRawBufferPointer, keepingLines: Bool = false, _ emit: (UnsafeRawBufferPointer) -> Void
  ) {
    var (start, position) = (0, 0)
    while position < text.count {
      guard let scalar = escaped(text, at: position, keepingLines) else {
        position += 1
        continue
      }
      emit(UnsafeRawBufferPointer(rebasing: text[start..<position]))
      write(scalar, emit)
      position += UTF8.width(Unicode.Scalar(scalar) ?? " ")
      start = position
    }
    emit(UnsafeRawBufferPointer(rebasing: text[start...]))
  }

  /// The character at a byte, if it is one to be escaped.
  private static func escaped(_ text: UnsafeRawBufferPointer, at position: Int, _ keepingLines: Bool) -> UInt16? {
    let byte = text[position]
    if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return UInt16(byte) }
    guard keepingLines, byte == 0x7F || byte == 0xC2 || byte == 0xE2 else { return nil }
    if byte == 0x7F { return 0x7F }
    let next = position + 1 < text.count ? text[position + 1] : 0
    if byte == 0xC2 { return next == 0x85 ? 0x85 : nil }
    guard next == 0x80, position + 2 < text.count, text[position + 2] & 0xFE == 0xA8 else { return nil }
    return 0x2000 | UInt16(text[position + 2] & 0x3F)
  }

  private static func write(_ scalar: UInt16, _ emit: (UnsafeRawBufferPointer) -> Void) {
    switch scalar {
    case 0x22: emit(bytes("\\\""))
    case 0x5C: emit(bytes("\\\\"))
    case 0x0A: emit(bytes("\\n"))
    case 0x0D: emit(bytes("\\r"))
    case 0x09: emit(bytes("\\t"))
    default:
      emit(bytes("\\u"))
      for shift in [12, 8, 4, 0] {
        let digit = Int(scalar >> UInt16(shift) & 0xF)
        emit(UnsafeRawBufferPointer(rebasing: bytes("0123456789abcdef")[digit...digit]))
      }
    }
  }

  private static func bytes(_ text: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
