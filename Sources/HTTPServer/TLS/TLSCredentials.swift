import CGnuTLS
import CMicroHTTPD

/// What a server proves itself with, and whose client certificates it takes: read once, and good for every connection that
/// has begun with it.
///
/// `@unchecked Sendable`: written by its initialiser only; GnuTLS reads credentials from many threads (its manual, §Thread
/// safety).
public final class TLSCredentials: @unchecked Sendable {
  /// Why files cannot be used: a clause.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    /// The clause.
    public let description: String

    static func of(_ what: String, _ status: Int32) -> Failure {
      Failure(description: "\(what): \(String(cString: gnutls_strerror(status)))")
    }
  }

  /// TLS 1.3 and 1.2, by ciphers that encrypt and authenticate at once, with keys that do not outlive a connection.
  static let priorities =
    "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL"
    + ":+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE"

  /// PEM texts, which libmicrohttpd reads as well when it starts, each with a zero byte at its end.
  let certificate, key: [UInt8]
  /// Whether clients are asked for certificates.
  public let asksForCertificates: Bool
  private let pointer: gnutls_certificate_credentials_t

  /// Credentials of PEM texts: a certificate and those that lead to a known authority; its key; and, where client
  /// certificates are taken, the authorities that issue them.
  public init(certificate: [UInt8], key: [UInt8], clientAuthority: [UInt8]? = nil) throws(Failure) {
    var made: gnutls_certificate_credentials_t?
    let status = gnutls_certificate_allocate_credentials(&made)
    guard status == 0, let pointer = made else { throw .of("no credentials", status) }
    self.pointer = pointer
    self.certificate = certificate + [0]
    self.key = key + [0]
    asksForCertificates = clientAuthority != nil
    // From here on `deinit` frees.
    let pair = Self.withData(certificate) { certificate in
      Self.withData(key) { gnutls_certificate_set_x509_key_mem(pointer, certificate, $0, GNUTLS_X509_FMT_PEM) }
    }
    guard pair >= 0 else { throw .of("certificate and key", pair) }
    guard let clientAuthority else { return }
    let count = Self.withData(clientAuthority) {
      gnutls_certificate_set_x509_trust_mem(pointer, $0, GNUTLS_X509_FMT_PEM)
    }
    guard count > 0 else {
      throw count < 0 ? .of("client authorities", count) : Failure(description: "client authorities: there is none")
    }
  }

  deinit { gnutls_certificate_free_credentials(pointer) }

  /// Makes a connection use them, before its handshake: its own, as the server's may be replaced while it lives.
  func use(in session: gnutls_session_t) -> Bool {
    guard gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(pointer)) == 0 else {
      return false
    }
    if asksForCertificates { gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUEST) }
    return true
  }

  private static func withData<Result>(
    _ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Result
  ) -> Result {
    var bytes = bytes
    return bytes.withUnsafeMutableBufferPointer { buffer in
      var data = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(clamping: buffer.count))
      return body(&data)
    }
  }
}
