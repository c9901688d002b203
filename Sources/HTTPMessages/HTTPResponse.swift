/// A whole answer.
public struct HTTPResponse: Sendable {
  /// The status line's code.
  public var status: HTTPStatus
  /// Header fields; `Content-Length`, `Connection` and `Date` are the server's.
  public var headers: HTTPHeaders
  /// The body, in the order it is sent. A large one comes in several pieces, each of which is freed when it is sent.
  public var pieces: [ByteBuffer]
  /// The template of the route that answered (`/v1/{family}/{name}`): for metrics and logs, never sent.
  public var route: String?
  /// The operation that was asked: likewise.
  public var model: String?

  /// Requests that its work counts for in a quota; `nil`: those that the plan says.
  public var cost: Int?

  /// An answer with its body in pieces.
  public init(status: HTTPStatus, headers: HTTPHeaders = [:], pieces: [ByteBuffer], route: String? = nil) {
    self.status = status
    self.headers = headers
    self.pieces = pieces
    self.route = route
  }

  /// An answer; without a body where none is given.
  public init(
    status: HTTPStatus, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer(), route: String? = nil
  ) {
    self.init(status: status, headers: headers, pieces: [body], route: route)
  }

  /// How many bytes the body has.
  public var bodyCount: Int { pieces.reduce(0) { $0 + $1.count } }

  /// The body in one piece: a copy, where there are several.
  public var body: ByteBuffer {
    get {
      var copy = self
      return copy.joinPieces() ? copy.pieces[0] : ByteBuffer()
    }
    set { pieces = [newValue] }
  }

  /// Makes the body one piece, and frees each of the old ones as it is copied, unless somebody else has it. False: there
  /// is no memory for that, and nothing has changed.
  public mutating func joinPieces() -> Bool {
    guard pieces.count != 1 else { return true }
    let whole = ByteBuffer(capacity: bodyCount)
    guard whole.capacity >= bodyCount else { return false }
    var rest = Array(pieces.reversed())
    pieces = [whole]
    while let piece = rest.popLast() { whole.append(piece.bytes) }
    return true
  }
}
