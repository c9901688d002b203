import HTTPMessages

/// Who may come in, and how much. A reload replaces them whole.
public struct AccessRules: Sendable {
  /// The keys that are good; nil: none are asked for.
  public var keys: [APIKey]?
  /// Whether a client certificate is proof, and asked for.
  public var takesCertificates = false
  /// What each client may, unless its key says otherwise.
  public var quota = Quota.none
  /// Whose word is taken for where requests come from.
  public var proxies = TrustedProxies.none

  /// Everyone, without limits.
  public init() {}

  /// Whether a client must show who it is.
  var asksForProof: Bool { keys != nil || takesCertificates }

  /// What a client shows.
  enum Proof {
    case nothing, wrong, key(APIKey), certificate(String)
  }

  /// What this one shows; a key goes before a certificate.
  func proof(in head: HTTPRequestHead, from peer: HTTPPeer) -> Proof {
    if let keys, let secret = Self.secret(in: head) {
      return Self.key(of: secret, among: keys).map(Proof.key) ?? .wrong
    }
    guard takesCertificates else { return .nothing }
    switch peer.certificate {
    case .none: return .nothing
    case .invalid: return .wrong
    case .valid(let name): return .certificate(name)
    }
  }

  /// RFC 6750 §2.1: `Authorization: Bearer …`; or `X-API-Key`.
  private static func secret(in head: HTTPRequestHead) -> String? {
    if let field = head.headers["Authorization"] {
      let parts = field.split(separator: " ", maxSplits: 1)
      if parts.count == 2, String(parts[0]).equalsIgnoringASCIICase("Bearer") {
        return String(parts[1].drop { $0 == " " })
      }
    }
    return head.headers["X-API-Key"]
  }

  /// All are compared, so that the time does not tell which one it was.
  private static func key(of secret: String, among keys: [APIKey]) -> APIKey? {
    guard let digest = Digest(of: secret) else { return nil }
    var found: APIKey?
    for key in keys where key.digest.equals(digest) { found = key }
    return found
  }
}
