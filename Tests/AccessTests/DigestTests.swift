import Testing

@testable import Access

@Suite struct DigestTests {
  /// FIPS 180-4's own examples.
  @Test func sha256_IsTheStandards() {
    #expect(Digest(of: "abc")?.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Digest(of: "abc")?.base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    #expect(Digest(of: "")?.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func hex_IsReadInBothCasesAndWholeOnly() throws {
    let hex = try #require(Digest(of: "abc")?.hex)
    #expect(Digest(hex: hex.uppercased())?.hex == hex)
    for wrong in [String(hex.dropLast()), hex + "0", hex.dropLast() + "g", ""] { #expect(Digest(hex: wrong) == nil) }
  }

  @Test func equality_IsOfAllBytes() throws {
    let digest = try #require(Digest(of: "abc"))
    #expect(digest.equals(try #require(Digest(hex: digest.hex))))
    for index in 0..<64 {
      var digits = Array(digest.hex)
      digits[index] = digits[index] == "0" ? "1" : "0"
      #expect(!digest.equals(try #require(Digest(hex: String(digits)))))
    }
  }

  @Test func secrets_DifferAndAreLong() throws {
    let secrets = (0..<100).compactMap { _ in APIKey.makeSecret() }
    #expect(Set(secrets).count == 100)
    #expect(secrets.allSatisfy { $0.hasPrefix("focald_") && $0.utf8.count == 7 + 64 })
  }
}
