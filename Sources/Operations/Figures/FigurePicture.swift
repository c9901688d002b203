import HTTPMessages
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
      header = try PictureHeader(of: bytes.bytes)
    } catch {
      throw Problem(.invalidEncoding, at: "/picture", "\(error)")
    }
    (width, height) = (header.width, header.height)
    address = "data:\(header.format.mediaType);base64,\(digits)"
  }
}

extension FigurePicture {
  /// The bytes of a text in base64 that goes into the figure as it came: without spaces, padded by two characters at the
  /// most. `nil` where it is none.
  static func decoded(_ text: Substring.UTF8View) -> ByteBuffer? {
    let isPlain = !text.suffix(3).elementsEqual("===".utf8) && !text.contains { $0 <= UInt8(ascii: " ") }
    return isPlain ? Base64.decoded(text) : nil
  }
}
