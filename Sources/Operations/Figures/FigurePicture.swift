import JSON
import Pictures

/// A picture that a figure shows: a file in base64, whose header is read.
struct FigurePicture {
  /// `data:image/png;base64,…`
  let address: String
  let width: Int
  let height: Int

  /// The file of a text: base64, or a data address of it. What its type says is not believed.
  init(_ text: String) throws(Problem) {
    let comma = text.utf8.prefix(64).firstIndex(of: UInt8(ascii: ","))
    let isAddress = text.hasPrefix("data:")
    guard !isAddress || comma != nil else {
      throw Problem(.invalidEncoding, at: "/picture", "a data address has a comma before its base64")
    }
    let digits = isAddress ? text[(comma.map { text.utf8.index(after: $0) } ?? text.startIndex)...] : text[...]
    guard let bytes = Self.decoded(digits.utf8) else {
      throw Problem(.invalidEncoding, at: "/picture", "picture must be a file in base64 (RFC 4648 §4)")
    }
    let header: PictureHeader
    do throws(PictureError) {
      header = try bytes.withUnsafeBytes { bytes in
        Result { () throws(PictureError) in try PictureHeader(of: bytes) }
      }.get()
    } catch {
      throw Problem(.invalidEncoding, at: "/picture", "\(error)")
    }
    (width, height) = (header.width, header.height)
    address = "data:\(header.format.mediaType);base64,\(digits)"
  }
}

extension FigurePicture {
  /// The bytes of a text in base64 (RFC 4648 §4); `nil` where it is none. Padding may be left out.
  static func decoded(_ text: Substring.UTF8View) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    var (bits, count, padding) = (0, 0, 0)
    for letter in text {
      if letter == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let digit = digit(letter) else { return nil }
      bits = (bits << 6 | digit) & 0xFF_FFFF
      count += 1
      // Of a group of four letters the second ends a byte with 4 bits over, the third with 2, the fourth with none.
      let over = (8 - count % 4 * 2) % 8
      if over != 6 { bytes.append(UInt8(truncatingIfNeeded: bits >> over)) }
    }
    return count % 4 == 1 || padding > 2 ? nil : bytes
  }

  private static func digit(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(letter) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(letter) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(letter) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// Bytes in base64.
  static func text(of bytes: UnsafeRawBufferPointer) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    return String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { output in
      var place = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : nil }
        let bits = group.reduce(0) { $0 << 8 | ($1 ?? 0) }
        for letter in 0..<4 {
          let isPadding = letter > 1 && group[letter - 1] == nil
          output[place] = isPadding ? UInt8(ascii: "=") : digits[bits >> (18 - 6 * letter) & 63]
          place += 1
        }
      }
      return place
    }
  }
}
