/// An HTTP request method (RFC 9110 §9), kept as the token the client sent.
public struct HTTPMethod: RawRepresentable, Hashable, Sendable {
  /// The token, case-sensitive, as on the wire.
  public let rawValue: String

  /// Wraps a method token without checking it.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// GET.
  public static let get = HTTPMethod(rawValue: "GET")
  /// HEAD: answered like GET, without the body.
  public static let head = HTTPMethod(rawValue: "HEAD")
  /// POST.
  public static let post = HTTPMethod(rawValue: "POST")
  /// OPTIONS: which methods a path knows.
  public static let options = HTTPMethod(rawValue: "OPTIONS")
}
