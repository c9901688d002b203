import CGnuTLS
import CMicroHTTPD
import HTTPMessages

/// The TLS of one connection: a pointer that lives as long as the connection.
struct TLSSession {
  private let pointer: gnutls_session_t

  /// Of a connection; nil: it has none.
  init?(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer else { return nil }
    self.pointer = gnutls_session_t(pointer)
  }

  /// Before the handshake. RFC 7301: HTTP/1.1, where a client offers several protocols.
  func begin(with credentials: TLSCredentials) -> Bool {
    var name = Array("http/1.1".utf8)
    let status = name.withUnsafeMutableBufferPointer { buffer in
      var data = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      return gnutls_alpn_set_protocols(pointer, &data, 1, 0)
    }
    return status == 0 && credentials.use(in: pointer)
  }

  /// Sends bytes past libmicrohttpd, as far as they are taken at once.
  func send(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let count = gnutls_record_send(pointer, rest.baseAddress, rest.count)
      guard count > 0 else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  /// What the client's certificate proves, after the handshake.
  var certificate: HTTPPeer.Certificate {
    var count: UInt32 = 0
    guard let chain = gnutls_certificate_get_peers(pointer, &count), count > 0 else { return .none }
    var status: UInt32 = 0
    let isVerified = withUnsafeMutablePointer(to: &status) { status in
      GNUTLS_KP_TLS_WWW_CLIENT.withCString { purpose in
        var data = gnutls_typed_vdata_st(
          type: GNUTLS_DT_KEY_PURPOSE_OID,
          data: UnsafeMutablePointer(mutating: UnsafeRawPointer(purpose).assumingMemoryBound(to: UInt8.self)), size: 0)
        return gnutls_certificate_verify_peers(pointer, &data, 1, status) == 0
      }
    }
    guard isVerified, status == 0, let name = Self.name(of: chain) else { return .invalid }
    return .valid(name: name)
  }

  /// The subject's common name, else its first alternative name.
  private static func name(of chain: UnsafePointer<gnutls_datum_t>) -> String? {
    var made: gnutls_x509_crt_t?
    guard gnutls_x509_crt_init(&made) == 0, let certificate = made else { return nil }
    defer { gnutls_x509_crt_deinit(certificate) }
    guard gnutls_x509_crt_import(certificate, chain, GNUTLS_X509_FMT_DER) == 0 else { return nil }
    let common = text { gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, $0, &$1) }
    return common ?? text { gnutls_x509_crt_get_subject_alt_name(certificate, 0, $0, &$1, nil) }
  }

  /// A text of at most 256 bytes; nil: there is none, or a longer one.
  private static func text(_ read: (UnsafeMutableRawPointer?, inout Int) -> Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 257)
    var count = bytes.count
    let status = bytes.withUnsafeMutableBytes { read($0.baseAddress, &count) }
    guard status >= 0, (1...256).contains(count) else { return nil }
    return String(decoding: bytes[..<count].prefix { $0 != 0 }, as: UTF8.self)
  }
}
