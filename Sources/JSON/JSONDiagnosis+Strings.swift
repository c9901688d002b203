extension JSONDiagnosis {
  /// Skips a string. Returns it, unescaped.
  @discardableResult
  mutating func string() throws(JSONError) -> [UInt8] {
    var text: [UInt8] = []
    at += 1
    while true {
      switch byte {
      case nil: throw failure("a string is not closed, found the end of the \(place)")
      case UInt8(ascii: "\""):
        at += 1
        return text
      case UInt8(ascii: "\\"): try escape(into: &text)
      case (0..<0x20)?: throw failure("a control character in a string must be escaped, found \(found)")
      case (0x80...0xFF)?: try character(into: &text)
      case let byte?:
        text.append(byte)
        at += 1
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    let start = at
    at += 1
    guard let letter = byte else { throw failure("a string is not closed, found the end of the \(place)") }
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: Character(try scalar(start)).utf8)
    default:
      at -= 1
      throw failure("\(found) cannot be escaped", at: start)
    }
  }

  /// The scalar of `\uXXXX`, or of a pair of them.
  private mutating func scalar(_ start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try fourDigits()
    var code = first
    if first >= 0xD800, first < 0xDC00, skip("\\"), skip("u") {
      let second = try fourDigits()
      if second >= 0xDC00, second < 0xE000 { code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00) }
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw failure("an escaped surrogate has no partner, which no text can hold", at: start)
    }
    return scalar
  }

  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits after \\u, found \(found)")
      }
      code = code << 4 + UInt32(digit)
      at += 1
    }
    return code
  }

  /// RFC 3629 §4 — a character of two to four bytes; nothing overlong, no surrogate, at most U+10FFFF.
  private mutating func character(into text: inout [UInt8]) throws(JSONError) {
    let (count, second): (Int, ClosedRange<UInt8>) =
      switch bytes[at] {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    let end = at + count
    guard count > 0, end <= bytes.count, second.contains(bytes[at + 1]),
      bytes[(at + 2)..<end].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { throw failure("the text is not UTF-8, found \(found)") }
    text.append(contentsOf: bytes[at..<end])
    at = end
  }
}
