import CGnuTLS
import HTTPMessages

/// The SHA-256 of a secret. Secrets are 256 random bits, so that a plain hash of them gives nothing away: there is nothing
/// to guess, and a slow hash would only slow the server.
public struct Digest: Sendable {
  static let size = 32

  let bytes: [UInt8]

  /// Of a text; nil: the library cannot hash, which it says of itself.
  public init?(of text: String) {
    var hash = [UInt8](repeating: 0, count: Self.size)
    var text = text
    let status = text.withUTF8 { gnutls_hash_fast(GNUTLS_DIG_SHA256, $0.baseAddress, $0.count, &hash) }
    guard status == 0 else { return nil }
    bytes = hash
  }

  /// Of its hexadecimal digits; nil: they are no such.
  init?(hex: some StringProtocol) {
    let digits = hex.utf8.map { Self.value(ofHexDigit: $0) }
    guard digits.count == 2 * Self.size, !digits.contains(nil) else { return nil }
    let values = digits.compactMap { $0 }
    bytes = stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  /// The hexadecimal digits.
  var hex: String { hexadecimal(bytes) }

  /// In base64.
  package var base64: String { bytes.withUnsafeBytes { Base64.text(of: $0) } }

  /// Whether the two are equal, in a time that does not depend on where they differ.
  func equals(_ other: Digest) -> Bool { gnutls_memcmp(bytes, other.bytes, Self.size) == 0 }

  private static func value(ofHexDigit byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Bytes in lower-case hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
  String(decoding: bytes.flatMap { [hexDigit(UInt64($0 >> 4)), hexDigit(UInt64($0 & 15))] }, as: UTF8.self)
}
