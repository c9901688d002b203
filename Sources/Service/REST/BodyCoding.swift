import Compression
import HTTPMessages
import Operations

/// Content codings: a request's body may come in some, an answer goes out in one.
struct BodyCoding: Sendable {
  /// Bytes that a body may expand to.
  private let limit: Int
  /// Answers of more bytes are compressed for who asks.
  private let threshold: Int
  /// What answers are offered in, best first.
  private let offered: [ContentCoding]
  /// What requests may come in.
  static let accepted = "gzip, deflate, zstd"

  /// The codings of the native routes.
  init(_ configuration: ServiceConfiguration) {
    limit = configuration.bodyLimit
    threshold = configuration.compressAbove
    offered = [.zstd, .gzip, .deflate]
  }

  /// The codings of the inference protocol, whose clients ask for one when they want one.
  init(inference configuration: ServiceConfiguration) {
    limit = configuration.bodyLimit
    threshold = 0
    offered = [.gzip, .deflate]
  }

  /// The codings of pages: even small ones are text, and fetched together.
  static let pages = BodyCoding(limit: 0, threshold: 1024, offered: [.zstd, .gzip, .deflate])

  private init(limit: Int, threshold: Int, offered: [ContentCoding]) {
    self.limit = limit
    self.threshold = threshold
    self.offered = offered
  }

  /// The request's body without its codings. The limit of a body holds for what comes out, too.
  func decoded(_ request: HTTPRequest) throws(Problem) -> ByteBuffer {
    guard request.head.headers["Content-Encoding"] != nil else { return request.body }
    do throws(CompressionError) {
      let codings = try ContentCodings(request.head.headers.values(of: "Content-Encoding"))
      return try codings.decompress(request.body, limit: limit, memory: request.memory)
    } catch {
      throw Problem(error)
    }
  }

  /// The coding that the client likes best.
  func choice(for request: HTTPRequest) -> ContentCoding {
    AcceptEncoding(request.head.headers.values(of: "Accept-Encoding")).choice(of: offered)
  }

  /// The answer in the coding that the client likes best, if it is a success and large enough to be worth it.
  /// Where there is no memory for that, as it is.
  func encoded(_ response: consuming HTTPResponse, for request: HTTPRequest) -> HTTPResponse {
    guard response.status == .ok, response.bodyCount > threshold else { return response }
    response.headers["Vary"] = "Accept-Encoding"
    let coding = choice(for: request)
    guard coding != .identity, request.memory?.grow(by: 2 * response.bodyCount) ?? true, response.joinPieces(),
      let body = try? coding.compress(response.body),
      body.count < response.bodyCount
    else { return response }
    response.headers["Content-Encoding"] = coding.rawValue
    response.body = body
    return response
  }
}

extension Endpoint {
  /// The same endpoint, its large answers compressed for those who ask for that.
  func compressed(_ coding: BodyCoding) -> Endpoint {
    var endpoint = self
    endpoint.respond = { [respond] request, variables throws(Problem) in
      coding.encoded(try respond(request, variables), for: request)
    }
    return endpoint
  }
}

extension Problem {
  init(_ error: CompressionError) {
    switch error {
    case .tooLarge(let limit):
      self.init(.bodyTooLarge, "the body expands to more than the limit, \(limit) bytes (setting body_limit)")
    case .truncated(let coding):
      self.init(.invalidEncoding, "the body ends before its Content-Encoding \(coding.rawValue) does")
    case .corrupt(let coding, let reason):
      self.init(.invalidEncoding, "the body does not follow its Content-Encoding \(coding.rawValue): \(reason)")
    case .unknownCoding(let name):
      self.init(
        .unsupportedEncoding, "a body with Content-Encoding \(name) cannot be read; known are \(BodyCoding.accepted)")
    case .tooManyCodings(let limit):
      self.init(.unsupportedEncoding, "a body may have \(limit) content codings at the most")
    case .outOfMemory:
      self.init(.overloaded, "there is no memory for the expanded body; try again later, or send less")
    }
  }
}
