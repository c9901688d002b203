/// What is known of a request before its body arrives.
public struct HTTPRequestHead: Sendable {
  /// The method token.
  public var method: HTTPMethod
  /// The path, percent-decoded, without the query.
  public var path: String
  /// Query items, decoded, in order; an item without `=` has an empty value.
  public var query: [(name: String, value: String)]
  /// The header fields.
  public var headers: HTTPHeaders
  /// The request's id: the caller's `X-Request-Id` if it is a sane one, else a new one.
  public var id: String
  /// Its place in the caller's trace, or in one that begins here; nil where no one traces.
  public var trace: TraceContext?

  /// A request head; all parts but method and path have defaults, for tests' sake.
  public init(
    method: HTTPMethod, path: String, query: [(name: String, value: String)] = [],
    headers: HTTPHeaders = [:], id: String = "-", trace: TraceContext? = nil
  ) {
    self.trace = trace
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.id = id
  }
}

/// A whole request, body received.
public struct HTTPRequest: Sendable {
  /// Method, path, headers.
  public var head: HTTPRequestHead
  /// The body as it was received.
  public var body: ByteBuffer
  /// When the answer is due; long work gives up then. `nil`: whenever.
  public var deadline: ContinuousClock.Instant?
  /// What the request may hold of the server's memory; what is made for it is reserved here first. `nil`: without limit.
  public var memory: MemoryBudget.Share?

  /// A request of a head and a body.
  public init(
    head: HTTPRequestHead, body: ByteBuffer = ByteBuffer(), deadline: ContinuousClock.Instant? = nil,
    memory: MemoryBudget.Share? = nil
  ) {
    self.head = head
    self.body = body
    self.deadline = deadline
    self.memory = memory
  }
}
