/// Where a server listens.
public struct HTTPServerAddress: Sendable, Equatable, CustomStringConvertible {
  /// The address in numbers.
  public let host: String
  /// The port; 0 with a path.
  public let port: UInt16
  /// The path of a Unix socket, in place of host and port.
  public let path: String?
  /// Whether TLS is spoken there.
  public private(set) var isTLS = false

  /// An address of its parts.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
    path = nil
  }

  /// A Unix socket.
  public init(path: String) {
    host = ""
    port = 0
    self.path = path
  }

  /// The same, for who speaks TLS.
  var secured: HTTPServerAddress {
    var address = self
    address.isTLS = true
    return address
  }

  /// `http://127.0.0.1:8080`, `https://127.0.0.1:8080`, `unix:/run/focald.sock`.
  public var url: String { path == nil ? "\(isTLS ? "https" : "http")://\(self)" : description }

  /// As in a URL: `127.0.0.1:8080`, `[::1]:8080`; or `unix:/run/focald.sock`.
  public var description: String {
    if let path { return "unix:\(path)" }
    return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
