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
