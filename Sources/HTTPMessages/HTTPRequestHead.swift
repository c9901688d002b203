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
