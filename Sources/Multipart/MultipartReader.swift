#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the parts of a form, `multipart/form-data` (RFC 7578 over RFC 2046 §5.1), in a body that lies in memory.
///
/// One pass, whose time grows with the body's size whatever the body says; no content is copied. Strict: lines end in CRLF,
/// the closing delimiter is there, and a line that begins like a delimiter is one. What stands before the first delimiter
/// and after the last is ignored.
public struct MultipartReader {
  private let bytes: UnsafeRawBufferPointer
  private let boundary: MultipartBoundary
  private var at = 0
  private var parts: [MultipartPart] = []

  /// No operation has so many fields.
  public static let mostParts = 1000
  /// Bytes of a part's header at the most.
  public static let largestHeader = 8192

  /// The parts of a body, in their order.
  public static func parts(of bytes: UnsafeRawBufferPointer, _ boundary: MultipartBoundary) throws(MultipartError)
    -> [MultipartPart]
  {
    var reader = MultipartReader(bytes: bytes, boundary: boundary)
    try reader.read()
    return reader.parts
  }

  private init(bytes: UnsafeRawBufferPointer, boundary: MultipartBoundary) {
    self.bytes = bytes
    self.boundary = boundary
  }

  private mutating func read() throws(MultipartError) {
    try passPreamble()
    while try !isClosed() {
      guard parts.count < Self.mostParts else {
        throw MultipartError(.tooManyParts, "a form has \(Self.mostParts) parts at the most; this one has more")
      }
      try part()
    }
  }

  /// Goes to the end of the first delimiter, which may stand at the very beginning.
  private mutating func passPreamble() throws(MultipartError) {
    let own = boundary.delimiter.dropFirst(2)
    if bytes.starts(with: own) {
      at = own.count
    } else if let delimiter = delimiter(from: 0) {
      at = delimiter + boundary.delimiter.count
    } else {
      throw MultipartError("the body has no line that begins with the boundary, --\(boundary.text)")
    }
  }

  /// Passes over the rest of a delimiter's line. True: it was the last one.
  private mutating func isClosed() throws(MultipartError) -> Bool {
    let isLast = skip(UInt8(ascii: "-"), UInt8(ascii: "-"))
    while let byte, byte == 0x20 || byte == 0x09 { at += 1 }
    if skip(0x0D, 0x0A) || isLast && at == bytes.count { return isLast }
    let place = parts.isEmpty ? "before part 1 of the form" : "after part \(parts.count) of the form"
    switch byte {
    case nil: throw MultipartError("the body ends \(place), and the last delimiter, --\(boundary.text)--, is missing")
    case 0x0A: throw MultipartError("a line \(place) ends in LF; the lines of a form end in CRLF")
    default: throw MultipartError("a line \(place) begins with the boundary and goes on with something else")
    }
  }

  private mutating func part() throws(MultipartError) {
    var header = PartHeader(part: parts.count + 1)
    try readLines(of: &header)
    let start = at
    // The line break before a delimiter may be the one that ends the header: then there is no content.
    guard let end = delimiter(from: start - 2) else {
      let name = try header.part(content: start..<start).name
      throw MultipartError(
        "the body ends within part \(parts.count + 1) of the form (\(name)): the last delimiter, --\(boundary.text)--, "
          + "is missing")
    }
    parts.append(try header.part(content: start..<max(start, end)))
    at = end + boundary.delimiter.count
  }

  /// Reads a header and the empty line behind it.
  private mutating func readLines(of header: inout PartHeader) throws(MultipartError) {
    let limit = min(bytes.count, at + Self.largestHeader)
    while !skip(0x0D, 0x0A) {
      guard let end = lineBreak(from: at, to: limit) else {
        let clause =
          limit == bytes.count
          ? "has a header that does not end" : "has a header of more than \(Self.largestHeader) bytes"
        throw MultipartError("part \(parts.count + 1) of the form \(clause)")
      }
      guard !bytes[at..<end].starts(with: boundary.delimiter.dropFirst(2)) else {
        throw MultipartError("part \(parts.count + 1) of the form has a header that no empty line ends")
      }
      try header.read(UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
      at = end + 2
    }
  }

  // MARK: - Bytes

  private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skip(_ first: UInt8, _ second: UInt8) -> Bool {
    guard at + 1 < bytes.count, bytes[at] == first, bytes[at + 1] == second else { return false }
    at += 2
    return true
  }

  /// Where the next CRLF begins.
  private func lineBreak(from start: Int, to end: Int) -> Int? {
    var position = start
    while let found = carriageReturn(from: position, to: end) {
      if found + 1 < end, bytes[found + 1] == 0x0A { return found }
      position = found + 1
    }
    return nil
  }

  /// Where the next delimiter begins, with its line break. It has one carriage return, at its beginning: so no byte is
  /// compared more than twice.
  private func delimiter(from start: Int) -> Int? {
    boundary.delimiter.withUnsafeBytes { delimiter in
      guard let wanted = delimiter.baseAddress, let base = bytes.baseAddress else { return nil }
      let end = bytes.count - delimiter.count + 1
      var position = start
      while let found = carriageReturn(from: position, to: end) {
        if memcmp(base + found, wanted, delimiter.count) == 0 { return found }
        position = found + 1
      }
      return nil
    }
  }

  private func carriageReturn(from start: Int, to end: Int) -> Int? {
    guard start < end, let base = bytes.baseAddress, let found = memchr(base + start, 0x0D, end - start) else {
      return nil
    }
    return UnsafeRawPointer(found) - base
  }
}
