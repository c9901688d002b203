public import HTTPMessages

/// Told of each request's beginning and end, for logs and metrics. Runs on network threads: must be quick.
public protocol HTTPServerObserver: Sendable {
  /// A request's head has arrived.
  func began(_ head: HTTPRequestHead)
  /// A request is over.
  func ended(_ record: HTTPExchangeRecord)
}

/// What became of a request.
public struct HTTPExchangeRecord: Sendable {
  /// Whose the request is.
  public let client: HTTPClient
  /// The request's head.
  public let head: HTTPRequestHead
  /// The answer's status code; `nil`: the client left before there was an answer.
  public let statusCode: Int?
  /// The template of the route that answered.
  public let route: String?
  /// The operation that was asked.
  public let model: String?
  /// How long it waited for a worker; nil: it needed none.
  public let queueWait: Duration?
  /// How long a worker was at it; nil: none was.
  public let workerTime: Duration?
  /// Bytes of the request's body that arrived.
  public let bytesIn: Int
  /// Bytes of the answer's body; 0 unless it was sent.
  public let bytesOut: Int
  /// From the head's arrival to the answer's last byte.
  public let duration: Duration
  /// Whether the connection failed before the answer was sent.
  public let clientWentAway: Bool
}

/// How busy a server is.
public struct HTTPServerLoad: Sendable {
  /// Requests between the arrival of their head and the end of their answer.
  public let active: Int
  /// Requests waiting for a worker.
  public let queued: Int
  /// How many may wait.
  public let queueLength: Int
  /// Requests being computed.
  public let computing: Int
  /// How many can be computed at once.
  public let workers: Int
  /// Heads that were read and ended without coming to the handler.
  public let unseenHeads: Int
  /// Open connections.
  public let connections: Int
  /// How many may be open.
  public let connectionLimit: Int
  /// Bytes that requests hold.
  public let memory: Int
  /// How many they may hold.
  public let memoryLimit: Int
}
