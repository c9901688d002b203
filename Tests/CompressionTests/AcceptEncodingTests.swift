import Compression
import Testing

@Suite struct AcceptEncodingTests {
  // RFC 9110 §12.5.3.
  @Test(arguments: [
    ([], ContentCoding.identity),
    ([""], .identity),
    (["gzip"], .gzip),
    (["x-gzip"], .gzip),
    (["GZIP"], .gzip),
    (["deflate"], .deflate),
    (["br"], .identity),
    (["gzip, deflate, br, zstd"], .zstd),
    (["gzip", "zstd"], .zstd),
    (["deflate, gzip"], .gzip),
    (["gzip;q=1.0, zstd;q=0.9"], .gzip),
    (["gzip;q=0.5, zstd;q=0.50, deflate;q=0.500"], .zstd),
    (["gzip ; Q=0.2 , deflate ; q=0.3"], .deflate),
    (["*"], .zstd),
    (["*;q=0.1"], .zstd),
    (["zstd;q=0, *"], .gzip),
    (["gzip, *;q=0"], .gzip),
    (["gzip;q=0"], .identity),
    (["*;q=0"], .identity),
    (["identity"], .identity),
    (["identity;q=1, gzip;q=0.5"], .identity),
    (["identity;q=0.5, gzip;q=0.6"], .gzip),
    (["identity, gzip"], .gzip),
    (["identity;q=0, gzip;q=0.001"], .gzip),
    // Nothing is acceptable: RFC 9110 says to answer without a coding all the same.
    (["identity;q=0"], .identity),
    // Weights that are none.
    (["gzip;q=2"], .identity),
    (["gzip;q=0.1234"], .identity),
    (["gzip;q=-1"], .identity),
    (["gzip;q=x, deflate"], .deflate),
    (["gzip;level=9"], .gzip),
    ([";;;,=,q=1"], .identity),
  ])
  func choice_IsTheClientsThenOurs(fields: [String], expected: ContentCoding) {
    #expect(AcceptEncoding(fields).choice(of: [.zstd, .gzip, .deflate]) == expected)
  }
}
