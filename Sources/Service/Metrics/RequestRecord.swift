public import HTTPMessages

/// A request that has ended, for `/metrics`.
public struct RequestRecord: Sendable {
  /// The template of its route, never a path: paths are without number.
  public var route: String?
  /// The operation that was asked.
  public var model: String?
  /// Its method.
  public var method: String
  /// The answer's status; 0: the client left before there was one.
  public var status: Int
  /// From its head's arrival to the end of its answer.
  public var duration: Duration
  /// How long it waited for a worker; nil: it needed none.
  public var queueWait: Duration?
  /// How long a worker was at it.
  public var workerTime: Duration?
  /// Bytes of its body.
  public var bytesIn: Int
  /// Bytes of its answer's body.
  public var bytesOut: Int
  /// Of the trace that it belongs to.
  public var trace: TraceContext?

  /// A record of its parts.
  public init(
    route: String?, method: String, status: Int, duration: Duration, bytesIn: Int = 0, bytesOut: Int = 0,
    model: String? = nil, queueWait: Duration? = nil, workerTime: Duration? = nil, trace: TraceContext? = nil
  ) {
    self.route = route
    self.model = model
    self.method = method
    self.status = status
    self.duration = duration
    self.queueWait = queueWait
    self.workerTime = workerTime
    self.bytesIn = bytesIn
    self.bytesOut = bytesOut
    self.trace = trace
  }
}
