import Compression
import DetectionCore
import HTTPMessages
import Testing

@Suite struct ContentCodingTests {
  private let text = String(repeating: "focald ", count: 6)

  @Test(arguments: [0, 1, 1000, 32767, 32768, 32769, 1_000_000], realCodings)
  func body_SurvivesTheRoundTrip(count: Int, coding: ContentCoding) throws {
    var random = SplitMix64(seed: UInt64(count))
    let body = ByteBuffer((0..<count).map { _ in UInt8.random(in: 0...63, using: &random) })
    let packed = try coding.compress(body)
    #expect(elements(try coding.decompress(packed, limit: count)) == elements(body))
  }

  @Test func level_IsTheLibrarys() throws {
    let body = ByteBuffer(String(repeating: "0.25,0.125,1e-07,", count: 5000))
    for coding in realCodings {
      #expect(try coding.compress(body, level: 9).count <= coding.compress(body, level: 1).count)
    }
    #expect(try ContentCoding.gzip.compress(body, level: 99).count < body.count)
  }

  // Bytes that Python's gzip and zlib and the zstd program made.
  @Test func others_AreUnderstood() throws {
    let made: [(ContentCoding, String)] = [
      (.gzip, "1f8b08000000000002034bcb4f4ecc495148234c0100f8a661ab2a000000"),
      (.deflate, "789c4bcb4f4ecc495148234c01004c7c0f37"),
      // RFC 9110 §8.4.1.2 — some send deflate without zlib's format around it.
      (.deflate, "4bcb4f4ecc495148234c0100"),
      (.zstd, "28b52ffd04586d000038666f63616c642001004416234881c252"),
      (.zstd, "28b52ffd00586d000038666f63616c64200100441623"),
    ]
    for (coding, digits) in made {
      #expect(try coding.decompress(bytes(digits), limit: 100).text == text, "\(coding) \(digits)")
    }
  }

  // RFC 1952 §2.2, RFC 8878 §3.1.
  @Test func membersAndFrames_AreOneBody() throws {
    for coding in [ContentCoding.gzip, .zstd] {
      let parts = try ["a", "", "bc"].map { try coding.compress(ByteBuffer($0)) }
      let whole = joined(parts[0], parts[1], parts[2])
      #expect(try coding.decompress(whole, limit: 3).text == "abc", "\(coding)")
    }
    let skipped = bytes("502a4d1804000000deadbeef")
    let framed = joined(skipped, try ContentCoding.zstd.compress(ByteBuffer("abc")), skipped)
    #expect(try ContentCoding.zstd.decompress(framed, limit: 3).text == "abc")
  }

  @Test func identity_IsTheBodyItself() throws {
    let body = ByteBuffer("abc")
    #expect(try ContentCoding.identity.decompress(body, limit: 3) === body)
    #expect(try ContentCoding.identity.compress(body) === body)
    #expect(failure(.identity, body, limit: 2) == .tooLarge(limit: 2))
  }

  @Test func token_HasNoCase() {
    #expect(ContentCoding(token: "GZip") == .gzip)
    #expect(ContentCoding(token: "x-gzip") == .gzip)
    #expect(ContentCoding(token: "br") == nil)
    #expect(ContentCoding(token: "") == nil)
  }
}
