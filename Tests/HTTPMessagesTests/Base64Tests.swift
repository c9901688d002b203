import Foundation
import Testing

@testable import HTTPMessages

@Suite struct Base64Tests {
  /// RFC 4648 §10.
  @Test func vectors_AreDecoded() {
    for (text, bytes) in [
      ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
      ("Zm9vYmFy", "foobar"), ("Zm9v\nYmFy", "foobar"), ("Zm9vYg", "foob"),
    ] { #expect(Base64.decoded(Substring(text).utf8)?.text == bytes) }
  }

  @Test func bytes_ComeBack() throws {
    for count in [1, 2, 3, 3071, 3072, 3073, 10_000] {
      let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) })
      let decoded = try #require(Base64.decoded(Substring(data.base64EncodedString()).utf8))
      #expect(Data(decoded.bytes) == data)
    }
  }

  @Test func otherTexts_AreNone() {
    for text in ["Z", "Zm9vY", "Zm=9v", "Zm9v-", "é"] {
      #expect(Base64.decoded(Substring(text).utf8) == nil, "\(text)")
    }
  }
}
