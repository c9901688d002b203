/// The header of a part, read line by line: the field's name and the type of its content.
///
/// RFC 7578 §4.8 has all other fields ignored, and the names of files, `filename*` among them, are not looked at.
struct PartHeader {
  /// The part's number.
  private let number: Int
  private var disposition: ParameterizedValue?
  private var contentType: ParameterizedValue?
  private var transferEncoding: String?

  /// A field's name is not longer, in bytes.
  static let longestName = 256

  init(part number: Int) { self.number = number }

  /// Reads a line, without its line break.
  mutating func read(_ line: UnsafeRawBufferPointer) throws(MultipartError) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(Self.isToken) else {
      throw fault("has a line in its header that is no field: \(Self.excerpt(line))")
    }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    let value = Self.trimmed(line[(colon + 1)...])
    switch name {
    case "content-disposition": try set(&disposition, name, value)
    case "content-type": try set(&contentType, name, value)
    case "content-transfer-encoding":
      guard transferEncoding == nil else { throw fault("has two fields \(name)") }
      transferEncoding = String(decoding: value.prefix(64), as: UTF8.self).lowercased()
    default: break
    }
  }

  /// The part, its header being complete.
  func part(content: Range<Int>) throws(MultipartError) -> MultipartPart {
    let name = try name()
    try checkContent(name)
    return MultipartPart(number: number, name: name, type: contentType?.value, content: content)
  }

  private func set(_ field: inout ParameterizedValue?, _ name: String, _ value: Slice<UnsafeRawBufferPointer>)
    throws(MultipartError)
  {
    guard field == nil else { throw fault("has two fields \(name)") }
    guard let read = ParameterizedValue(value) else {
      throw fault("has a field \(name) that cannot be read: \(Self.excerpt(UnsafeRawBufferPointer(rebasing: value)))")
    }
    field = read
  }

  /// RFC 7578 §4.2 — the disposition is form-data, and its parameter `name` the name of the field.
  private func name() throws(MultipartError) -> String {
    guard let disposition else { throw fault("has no Content-Disposition") }
    guard disposition.value == "form-data" else {
      throw fault("has another Content-Disposition than form-data")
    }
    guard let name = disposition["name"] else { throw fault("has no name in its Content-Disposition") }
    guard name.utf8.count <= Self.longestName else {
      throw fault("has a name of \(name.utf8.count) bytes; a field's name has \(Self.longestName) at the most")
    }
    return Self.unescaped(name)
  }

  private func checkContent(_ name: String) throws(MultipartError) {
    // RFC 7578 §4.7 — clients do not send these encodings over HTTP, and none of them is undone here.
    if let transferEncoding, !["7bit", "8bit", "binary"].contains(transferEncoding) {
      throw fault("(\(name)) has a Content-Transfer-Encoding; send its content as it is")
    }
    guard let contentType else { return }
    if contentType.value.hasPrefix("multipart/") {
      throw fault("(\(name)) is multipart itself; give each field a part of its own")
    }
    if let charset = contentType["charset"]?.lowercased(), !["utf-8", "utf8", "us-ascii"].contains(charset) {
      throw fault("(\(name)) has another charset than UTF-8")
    }
  }

  private func fault(_ clause: String) -> MultipartError { MultipartError("part \(number) of the form \(clause)") }

  /// Browsers write `"`, CR and LF in names so (WHATWG HTML, «multipart/form-data encoding algorithm»).
  private static func unescaped(_ name: String) -> String {
    guard name.utf8.contains(UInt8(ascii: "%")) else { return name }
    let escapes = [("%22", "\""), ("%0D", "\r"), ("%0A", "\n")]
    var (text, rest) = ("", name[...])
    while let first = rest.first {
      if let (escape, meaning) = escapes.first(where: { rest.hasPrefix($0.0) }) {
        text += meaning
        rest = rest.dropFirst(escape.count)
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// RFC 9110 §5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func trimmed(_ value: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let start = value.drop(while: isSpace)
    return start[..<(start.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start.startIndex)]
  }

  /// The beginning of a line as a message quotes it.
  private static func excerpt(_ line: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: line.prefix(64), as: UTF8.self)
    let printable = text.unicodeScalars.map { $0.value < 0x20 || $0 == "\u{7F}" ? "\u{FFFD}" : String($0) }.joined()
    return "'\(printable)\(line.count > 64 ? "…" : "")'"
  }
}
