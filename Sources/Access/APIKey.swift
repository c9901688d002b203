import CGnuTLS

/// A client that may come in: its key is known by its hash alone.
public struct APIKey: Sendable {
  /// What log, quota and turns call the client.
  public let name: String
  /// Of the secret.
  public let digest: Digest
  /// What it is good for; nil: everything.
  public let scopes: Set<String>?
  /// What it may in place of the common quota; nil: that.
  public let quota: Quota?

  /// A key of its parts.
  public init(name: String, digest: Digest, scopes: Set<String>? = nil, quota: Quota? = nil) {
    self.name = name
    self.digest = digest
    self.scopes = scopes
    self.quota = quota
  }

  /// Whether a request of that scope may be asked with it.
  func opens(_ scope: String) -> Bool { scopes?.contains(scope) ?? true }

  /// A new secret: 256 bits of the library's generator, under a prefix by which scanners of leaked secrets know it.
  public static func makeSecret() -> String? {
    var bytes = [UInt8](repeating: 0, count: 32)
    guard gnutls_rnd(GNUTLS_RND_KEY, &bytes, bytes.count) == 0 else { return nil }
    return "focald_" + hexadecimal(bytes)
  }

  /// Whether a name can stand in a file and in a log: 1…64 of `A-Z a-z 0-9 . _ -`.
  public static func isName(_ text: some StringProtocol) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: "._-".utf8.contains(byte)
        }
      }
  }
}
