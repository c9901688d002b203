/// A whole answer.
public struct HTTPResponse: Sendable {
  /// The status line's code.
  public var status: HTTPStatus
  /// Header fields; `Content-Length`, `Connection` and `Date` are the server's.
  public var headers: HTTPHeaders
  /// The body.
  public var body: ByteBuffer
  /// The template of the route that answered (`/v1/{family}/{name}`): for metrics and logs, never sent.
  public var route: String?

  /// An answer; without a body where none is given.
  public init(
    status: HTTPStatus, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer(), route: String? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.route = route
  }
}
