import HTTPMessages
import Testing

@testable import Compression

@Suite struct ContentCodingsTests {
  @Test func field_IsReadInOrder() throws {
    #expect(try ContentCodings([]).codings == [])
    #expect(try ContentCodings(["", " , "]).codings == [])
    #expect(try ContentCodings(["identity"]).codings == [])
    #expect(try ContentCodings(["gzip, zstd"]).codings == [.gzip, .zstd])
    #expect(try ContentCodings(["X-GZIP ,\tdeflate", "zstd"]).codings == [.gzip, .deflate, .zstd])
  }

  @Test func unknownCoding_IsNamed() {
    #expect(throws: CompressionError.unknownCoding("br")) { try ContentCodings(["gzip, br"]) }
    #expect(throws: CompressionError.tooManyCodings(limit: 3)) { try ContentCodings(["gzip,gzip,gzip,gzip"]) }
  }

  @Test func codings_AreUndoneFromTheOutside() throws {
    let body = try ContentCoding.zstd.compress(ContentCoding.gzip.compress(ByteBuffer("abc")))
    #expect(try ContentCodings(["gzip, zstd"]).decompress(body, limit: 100).text == "abc")
    #expect(throws: CompressionError.self) { try ContentCodings(["zstd, gzip"]).decompress(body, limit: 100) }
  }

  @Test func everyStep_KeepsTheLimit() throws {
    let zeros = ByteBuffer([UInt8](repeating: 0, count: 100_000))
    let body = try ContentCoding.gzip.compress(ContentCoding.gzip.compress(zeros))
    #expect(throws: CompressionError.tooLarge(limit: 99_999)) {
      try ContentCodings(["gzip, gzip"]).decompress(body, limit: 99_999)
    }
    #expect(try ContentCodings(["gzip, gzip"]).decompress(body, limit: 100_000).count == 100_000)
  }
}
