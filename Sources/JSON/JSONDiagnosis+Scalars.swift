extension JSONDiagnosis {
  /// `true`, `false`, `null`, or whatever stands where a value should.
  mutating func word() throws(JSONError) {
    let start = at
    while let byte, isWord(byte) { at += 1 }
    let word = String(decoding: bytes[start..<min(at, start + 24)], as: UTF8.self)
    if ["true", "false", "null"].contains(word) { return }
    switch bytes[start...].first {
    case UInt8(ascii: "/"), UInt8(ascii: "#"):
      throw failure("expected a value: JSON has no comments", at: start)
    case UInt8(ascii: "'"): throw failure("strings stand in double quotes, not in single ones", at: start)
    case UInt8(ascii: "+"): throw failure("a number cannot begin with '+'", at: start)
    case UInt8(ascii: "."): throw failure("a number cannot begin with '.'", at: start)
    case 0xEF where bytes[start...].starts(with: [0xEF, 0xBB, 0xBF]):
      throw failure("the text begins with a byte order mark", at: start)
    default:
      if word.isEmpty { throw failure("expected a value, found \(found)", at: start) }
      throw failure("\(word) is not JSON", at: start)
    }
  }

  /// RFC 8259 §6 — number = [ "-" ] int [ frac ] [ exp ].
  mutating func number() throws(JSONError) {
    let start = at
    _ = skip("-")
    if byte == UInt8(ascii: "I") || byte == UInt8(ascii: "N") {
      at = start
      try notANumber()
    }
    let leadingZero = byte == UInt8(ascii: "0")
    let integer = try digits(after: "'-'", from: start)
    if leadingZero && integer > 1 { throw failure("a number cannot have a leading zero", at: start) }
    if skip(".") { _ = try digits(after: "'.'", from: start) }
    var hasExponent = false
    if skip("e") || skip("E") {
      hasExponent = true
      _ = skip("-") || skip("+")
      _ = try digits(after: "the exponent's 'e'", from: start)
    }
    if let byte, isWord(byte) || byte == UInt8(ascii: "\"") {
      throw failure("\(found) cannot follow a number")
    }
    // 300 digits are no more than 1e300.
    guard hasExponent || integer > 300 else { return }
    try checkRange(start)
  }

  private mutating func notANumber() throws(JSONError) {
    let start = at
    while let byte, isWord(byte) || byte == UInt8(ascii: "-") { at += 1 }
    let word = String(decoding: bytes[start..<min(at, start + 24)], as: UTF8.self)
    throw failure("\(word) is not JSON", at: start)
  }

  private func checkRange(_ start: Int) throws(JSONError) {
    guard let number = Double(String(decoding: bytes[start..<at], as: UTF8.self)), number.isInfinite else {
      return
    }
    let text =
      String(decoding: bytes[start..<min(at, start + 24)], as: UTF8.self) + (at > start + 24 ? "…" : "")
    throw failure("\(text) is beyond the range of a double", kind: .numberOutOfRange, at: start)
  }

  /// Skips one digit at least. Returns how many there were.
  private mutating func digits(after what: String, from start: Int) throws(JSONError) -> Int {
    let first = at
    while let byte, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { at += 1 }
    if at == first { throw failure("expected a digit after \(what), found \(found)") }
    return at - first
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"):
      true
    default: false
    }
  }

  // MARK: - Messages

  /// What stands at the place reached, in words.
  var found: String {
    guard let byte else { return "the end of the \(place)" }
    if byte > 0x20, byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
    let hexadecimal = String(byte, radix: 16, uppercase: true)
    return "byte 0x" + (byte < 16 ? "0" : "") + hexadecimal
  }

  /// An error at the place of the path; `position` is its byte, `nil` to leave that out.
  func failure(_ sentence: String, kind: JSONError.Kind = .syntax, at position: Int?) -> JSONError {
    let detail = position.map { "\(sentence) (at byte \($0))" } ?? sentence
    return JSONError(kind: kind, pointer: JSONPointer.text(path), detail: detail)
  }

  func failure(_ sentence: String, kind: JSONError.Kind = .syntax) -> JSONError {
    failure(sentence, kind: kind, at: at)
  }
}
