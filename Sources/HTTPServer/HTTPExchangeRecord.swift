public import HTTPMessages

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
