package import HTTPMessages

/// Says what is wrong with a text that the fast reader has refused, and where.
///
/// A plain recursive descent along RFC 8259, byte by byte. It keeps no values: only the path to the place.
package struct JSONDiagnosis {
  let bytes: UnsafeRawBufferPointer
  /// What messages call the text: "body".
  let place: String
  var at = 0
  var path: [JSONPointer.Step] = []

  /// The first error of a text, in reading order; `nil` if there is none.
  package static func firstError(in text: ByteSlice, of place: String = "body") -> JSONError? {
    withExtendedLifetime(text.buffer) { () -> JSONError? in
      var diagnosis = JSONDiagnosis(bytes: text.bytes, place: place)
      do throws(JSONError) {
        try diagnosis.document()
        return nil
      } catch {
        return error
      }
    }
  }

  /// The same of a whole buffer.
  package static func firstError(in body: ByteBuffer) -> JSONError? { firstError(in: ByteSlice(body)) }

  private init(bytes: UnsafeRawBufferPointer, place: String) {
    self.bytes = bytes
    self.place = place
  }

  /// The byte at the place reached; `nil` at the end.
  var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func document() throws(JSONError) {
    skipSpace()
    guard byte != nil else { throw failure("the \(place) is empty", at: nil) }
    try value(depth: 1)
    skipSpace()
    if byte != nil { throw failure("expected the end of the \(place) after the value, found \(found)") }
  }

  private mutating func value(depth: Int) throws(JSONError) {
    switch byte {
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: try number()
    default: try word()
    }
  }

  private mutating func array(depth: Int) throws(JSONError) {
    try enter(depth)
    if skip("]") { return }
    path.append(.index(0))
    while true {
      if byte == UInt8(ascii: "]") { throw failure("expected a value after ',', found ']'") }
      try value(depth: depth + 1)
      skipSpace()
      if skip("]") { break }
      guard skip(",") else { throw failure("expected ',' or ']' after a value, found \(found)") }
      skipSpace()
      if case .index(let index)? = path.popLast() { path.append(.index(index + 1)) }
    }
    path.removeLast()
  }

  private mutating func object(depth: Int) throws(JSONError) {
    try enter(depth)
    if skip("}") { return }
    var keys: Set<[UInt8]> = []
    while true {
      try key(among: &keys)
      try value(depth: depth + 1)
      skipSpace()
      if skip("}") { break }
      guard skip(",") else { throw failure("expected ',' or '}' after a member, found \(found)") }
      skipSpace()
      path.removeLast()
    }
    path.removeLast()
  }

  /// A key and its colon.
  private mutating func key(among keys: inout Set<[UInt8]>) throws(JSONError) {
    guard byte == UInt8(ascii: "\"") else { throw failure("expected a key in double quotes, found \(found)") }
    let start = at
    let key = try string()
    path.append(.key(String(decoding: key, as: UTF8.self)))
    guard keys.insert(key).inserted else {
      throw failure("the key is given twice", kind: .duplicateKey, at: start)
    }
    skipSpace()
    guard skip(":") else { throw failure("expected ':' after a key, found \(found)") }
    skipSpace()
  }

  private mutating func enter(_ depth: Int) throws(JSONError) {
    guard depth <= JSONReader.maximumDepth else {
      throw failure("arrays and objects are nested deeper than \(JSONReader.maximumDepth)", kind: .tooDeep)
    }
    at += 1
    skipSpace()
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }
}
