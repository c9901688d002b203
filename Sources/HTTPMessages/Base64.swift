/// RFC 4648 §4.
package enum Base64 {
  private static let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// The value of each character; 64 and more: none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 64, count: 256)
    for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// The bytes; `nil` where the text is no base64. White space and line ends within it are passed over, as §3.3 allows a
  /// specification to say; padding may be left out.
  package static func decoded(_ text: Substring.UTF8View) -> ByteBuffer? {
    var text = text
    while let last = text.last, last == UInt8(ascii: "=") || isSpace(last) { text.removeLast() }
    let buffer = ByteBuffer(capacity: text.count / 4 * 3 + 3)
    var chunk: [UInt8] = []
    chunk.reserveCapacity(3072)
    var (bits, count): (UInt32, Int) = (0, 0)
    for character in text where !isSpace(character) {
      let value = values[Int(character)]
      guard value < 64 else { return nil }
      (bits, count) = (bits << 6 | UInt32(value), count + 1)
      guard count == 4 else { continue }
      chunk.append(UInt8(truncatingIfNeeded: bits >> 16))
      chunk.append(UInt8(truncatingIfNeeded: bits >> 8))
      chunk.append(UInt8(truncatingIfNeeded: bits))
      (bits, count) = (0, 0)
      if chunk.count >= 3072 {
        guard buffer.append(contentsOf: chunk) else { return nil }
        chunk.removeAll(keepingCapacity: true)
      }
    }
    switch count {
    case 0: break
    case 2: chunk.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3: chunk += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
    default: return nil
    }
    return buffer.append(contentsOf: chunk) ? buffer : nil
  }

  /// The text of bytes, padded.
  package static func text(of bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { output in
      var place = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(3, bytes.count - start)
        var bits = 0
        for offset in 0..<3 { bits = bits << 8 | (offset < count ? Int(bytes[start + offset]) : 0) }
        for letter in 0..<4 {
          output[place] = letter > count ? UInt8(ascii: "=") : characters[bits >> (18 - 6 * letter) & 63]
          place += 1
        }
      }
      return place
    }
  }

  private static func isSpace(_ character: UInt8) -> Bool {
    character == 0x20 || character == 0x0A || character == 0x0D || character == 0x09
  }
}
