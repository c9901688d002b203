import CGnuTLS

/// A client's side of TLS over a connected socket. The certificate is not checked: the probe asks the server that it stands
/// beside, says nothing secret, and believes nothing but a status.
final class ProbeTLS {
  private let session: gnutls_session_t
  private let credentials: gnutls_certificate_credentials_t

  /// Shakes hands within that time.
  init(socket: Int32, patience: Duration) throws(HealthProbe.Failure) {
    var (madeSession, madeCredentials): (gnutls_session_t?, gnutls_certificate_credentials_t?) = (nil, nil)
    gnutls_certificate_allocate_credentials(&madeCredentials)
    guard let credentials = madeCredentials else { throw HealthProbe.Failure(reason: "no memory for TLS") }
    gnutls_init(&madeSession, UInt32(GNUTLS_CLIENT))
    guard let session = madeSession else {
      gnutls_certificate_free_credentials(credentials)
      throw HealthProbe.Failure(reason: "no memory for TLS")
    }
    (self.session, self.credentials) = (session, credentials)
    gnutls_set_default_priority(session)
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
    gnutls_transport_set_int2(session, socket, socket)
    let seconds = min(max(patience.components.seconds, 1), 3600)
    gnutls_handshake_set_timeout(session, UInt32(seconds) * 1000)
    var status = gnutls_handshake(session)
    while status == GNUTLS_E_INTERRUPTED { status = gnutls_handshake(session) }
    guard status == 0 else { throw Self.failure(Int(status)) }
  }

  deinit {
    gnutls_deinit(session)
    gnutls_certificate_free_credentials(credentials)
  }

  /// Sends a short text.
  func send(_ text: String) throws(HealthProbe.Failure) {
    let count = gnutls_record_send(session, text, text.utf8.count)
    guard count == text.utf8.count else { throw Self.failure(count) }
  }

  /// Receives what there is; 0: the end.
  func receive(_ room: inout [UInt8]) throws(HealthProbe.Failure) -> Int {
    let count = gnutls_record_recv(session, &room, room.count)
    guard count >= 0 else { throw Self.failure(count) }
    return count
  }

  private static func failure(_ status: Int) -> HealthProbe.Failure {
    HealthProbe.Failure(reason: String(cString: gnutls_strerror(Int32(clamping: status))))
  }
}
