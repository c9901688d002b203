/// Whose a request is.
public struct HTTPClient: Hashable, Sendable {
  /// What turns, quotas and limits go by: the name, else the address.
  public enum Identity: Hashable, Sendable {
    /// A key's name.
    case key(String)
    /// A client certificate's name.
    case certificate(String)
    /// An address, or the first half of an IPv6 one.
    case address(IPAddress)
    /// All clients of a Unix socket.
    case local
  }

  /// Where it is; nil: a Unix socket.
  public var address: IPAddress?
  /// Who it is, where that has been proved; else where it is.
  public var identity: Identity

  /// A client that is known by its address.
  public init(address: IPAddress?) {
    self.address = address
    identity = address.map { .address($0.household) } ?? .local
  }

  /// A client with a name.
  public init(address: IPAddress?, identity: Identity) {
    self.address = address
    self.identity = identity
  }
}

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
