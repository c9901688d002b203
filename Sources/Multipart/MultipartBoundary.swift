/// What stands between the parts of a body, as its `Content-Type` says it.
public struct MultipartBoundary: Sendable, Equatable {
  /// The boundary, without the two hyphens before it.
  public let text: String
  /// What ends a part: a line break, two hyphens and the boundary.
  let delimiter: [UInt8]

  /// The longest that there is (RFC 2046 §5.1.1).
  static let longest = 70

  /// The boundary that a `Content-Type` of `multipart/form-data` gives.
  public init(contentType: String) throws(MultipartError) {
    guard let type = ParameterizedValue(contentType.utf8) else {
      throw MultipartError("the Content-Type cannot be read; it is multipart/form-data; boundary=…")
    }
    guard let text = type["boundary"] else {
      throw MultipartError("the Content-Type multipart/form-data has no boundary")
    }
    try self.init(text)
  }

  /// A boundary, checked.
  public init(_ text: String) throws(MultipartError) {
    guard (1...Self.longest).contains(text.utf8.count) else {
      throw MultipartError("a boundary has 1 to \(Self.longest) characters, not \(text.utf8.count)")
    }
    guard text.utf8.allSatisfy(Self.isAllowed), text.utf8.last != UInt8(ascii: " ") else {
      throw MultipartError("a boundary has letters, digits, '()+_,-./:=? and spaces, the last of them no space")
    }
    self.text = text
    delimiter = Array("\r\n--".utf8) + Array(text.utf8)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "'()+_,-./:=? ".utf8.contains(byte)
    }
  }
}
