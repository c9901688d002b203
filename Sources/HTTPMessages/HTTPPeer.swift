/// The other end of a connection, as the server sees it.
public struct HTTPPeer: Sendable {
  /// What a client certificate proves.
  public enum Certificate: Sendable, Equatable {
    /// There is none.
    case none
    /// One that a trusted authority has issued to this name.
    case valid(name: String)
    /// One that is not to be trusted.
    case invalid
  }

  /// Its address; nil: a Unix socket.
  public var address: IPAddress?
  /// Its certificate.
  public var certificate: Certificate

  /// A peer; without a certificate where none is said.
  public init(address: IPAddress?, certificate: Certificate = .none) {
    self.address = address
    self.certificate = certificate
  }
}
