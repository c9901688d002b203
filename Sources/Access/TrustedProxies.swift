public import HTTPMessages

/// Proxies whose word is taken for where a request comes from.
public struct TrustedProxies: Sendable, CustomStringConvertible {
  private let networks: [IPNetwork]
  private let trustsLocal: Bool

  /// No one's.
  public static let none = TrustedProxies(networks: [], trustsLocal: false)

  /// The list again.
  public var description: String {
    (networks.map(\.description) + (trustsLocal ? ["unix"] : [])).joined(separator: ",")
  }

  private init(networks: [IPNetwork], trustsLocal: Bool) {
    self.networks = networks
    self.trustsLocal = trustsLocal
  }

  /// Of a list such as `10.0.0.0/8,::1,unix`, where `unix` is who comes by a Unix socket; nil: it is no such.
  public init?(_ text: String) {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    let networks = words.filter { $0 != "unix" }.map { IPNetwork($0) }
    guard !words.isEmpty, !networks.contains(nil) else { return nil }
    self.init(networks: networks.compactMap { $0 }, trustsLocal: words.contains("unix"))
  }

  /// Whether that is one of them; nil is a Unix socket.
  public func contains(_ address: IPAddress?) -> Bool {
    guard let address else { return trustsLocal }
    return networks.contains { $0.contains(address) }
  }

  /// Where a request comes from: the peer, or, where that is trusted, who it says: the nearest one that is not trusted.
  func origin(of head: HTTPRequestHead, from peer: IPAddress?) -> IPAddress? {
    guard !networks.isEmpty || trustsLocal, contains(peer) else { return peer }
    let forwarded = head.headers.values(of: "Forwarded")
    let listed = head.headers.values(of: "X-Forwarded-For")
    guard !forwarded.isEmpty else { return nearest(Forwarding.listed(listed), peer) }
    let origin = nearest(Forwarding.forwarded(forwarded), peer)
    // A proxy writes one of the two, and passes the other on as the client sent it. Which one is not known here: where
    // they differ neither is believed.
    return listed.isEmpty || nearest(Forwarding.listed(listed), peer) == origin ? origin : peer
  }

  /// Each proxy adds the one it was asked by at the end: from there on, the first that is no proxy. What is no address
  /// ends the search, as nothing before it has been seen by one who is trusted.
  private func nearest(_ hops: [IPAddress?], _ peer: IPAddress?) -> IPAddress? {
    var origin = peer
    for hop in hops.reversed() {
      guard let hop else { return origin }
      origin = hop
      guard contains(hop) else { return origin }
    }
    return origin
  }
}
