/// How a server listens and what it bears.
public struct HTTPServerConfiguration: Sendable {
  /// An IPv4 or IPv6 address, a name that resolves to one, or `unix:` and the path of a socket.
  public var host = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port: UInt16 = 8080
  /// Threads that read and write sockets. One that takes in a large body has used up its share of a processor, and keeps the small
  /// requests of its other connections waiting for the next: there are more of them than processors.
  public var ioThreads = 8
  /// Threads that compute answers.
  public var workers = 2
  /// Requests that may wait for a worker; one more is answered 503.
  public var queueLength = 256
  /// Largest body, in bytes; a larger one is answered 413.
  public var bodyLimit = 256 << 20
  /// Bytes that all requests together may hold, bodies, numbers and answers; one that finds no room is answered 503.
  public var memory = 1 << 30
  /// What the server proves itself with; nil: it speaks in clear.
  public var tls: TLSCredentials?
  /// How long an answer may wait for a client that reads nothing of it.
  public var writeTimeout: Duration = .seconds(30)
  /// Whether a listening socket that the service manager hands over (`LISTEN_FDS`) is used in place of host and port.
  public var inheritsListener = true
  /// Open connections at the most; then the one that is idle longest is closed for a new one.
  public var connectionLimit = 1000
  /// Open connections from one address at the most.
  public var clientConnectionLimit = Int.max
  /// How long a request may take from its head's arrival to its answer; later it is answered 504.
  public var deadline: Duration = .seconds(30)
  /// How long a connection may be idle before it is closed.
  public var connectionTimeout: Duration = .seconds(60)
  /// How long a request's head may take to arrive, from its first byte, or from the connection's beginning; later it is
  /// answered 408.
  public var headTimeout: Duration = .seconds(10)
  /// How long a request's body may take to arrive.
  public var bodyTimeout: Duration = .seconds(60)

  /// The defaults.
  public init() {}
}
