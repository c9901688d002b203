/// An HTTP status code with its reason phrase (RFC 9110 §15).
public struct HTTPStatus: Hashable, Sendable {
  /// The three-digit code.
  public let code: Int
  /// The standard reason phrase.
  public let reason: String

  /// A status of any code; the ones focald answers with are named below.
  public init(code: Int, reason: String) {
    self.code = code
    self.reason = reason
  }

  /// 200.
  public static let ok = HTTPStatus(code: 200, reason: "OK")
  /// 204.
  public static let noContent = HTTPStatus(code: 204, reason: "No Content")
  /// 304: the client has it already.
  public static let notModified = HTTPStatus(code: 304, reason: "Not Modified")
  /// 400: not JSON, or not HTTP.
  public static let badRequest = HTTPStatus(code: 400, reason: "Bad Request")
  /// 401: no key, or a wrong one; the answer carries `WWW-Authenticate`.
  public static let unauthorized = HTTPStatus(code: 401, reason: "Unauthorized")
  /// 403: the key is not good for this.
  public static let forbidden = HTTPStatus(code: 403, reason: "Forbidden")
  /// 404.
  public static let notFound = HTTPStatus(code: 404, reason: "Not Found")
  /// 405; the answer carries `Allow`.
  public static let methodNotAllowed = HTTPStatus(code: 405, reason: "Method Not Allowed")
  /// 408: the head or the body did not arrive in time.
  public static let requestTimeout = HTTPStatus(code: 408, reason: "Request Timeout")
  /// 413: the body is larger than the limit, which the answer names.
  public static let contentTooLarge = HTTPStatus(code: 413, reason: "Content Too Large")
  /// 414: the request's target is longer than a connection can take.
  public static let targetTooLong = HTTPStatus(code: 414, reason: "URI Too Long")
  /// 415: a media type that cannot hold JSON or tensors.
  public static let unsupportedMediaType = HTTPStatus(code: 415, reason: "Unsupported Media Type")
  /// 422: well-formed, but wrong.
  public static let unprocessableContent = HTTPStatus(code: 422, reason: "Unprocessable Content")
  /// 429: a quota is used up; the answer carries `Retry-After`.
  public static let tooManyRequests = HTTPStatus(code: 429, reason: "Too Many Requests")
  /// 431: the head is larger than a connection can take.
  public static let headTooLarge = HTTPStatus(code: 431, reason: "Request Header Fields Too Large")
  /// 500.
  public static let internalServerError = HTTPStatus(code: 500, reason: "Internal Server Error")
  /// 503: overloaded or draining; the answer carries `Retry-After`.
  public static let serviceUnavailable = HTTPStatus(code: 503, reason: "Service Unavailable")
  /// 505: another HTTP than 1.x.
  public static let versionNotSupported = HTTPStatus(code: 505, reason: "HTTP Version Not Supported")
  /// 504: the request's deadline passed.
  public static let gatewayTimeout = HTTPStatus(code: 504, reason: "Gateway Timeout")
}
