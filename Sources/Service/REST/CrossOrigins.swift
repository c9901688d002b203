import HTTPMessages

/// Pages of other origins that may read answers in a browser (https://fetch.spec.whatwg.org/#http-cors-protocol).
public struct CrossOrigins: Sendable, CustomStringConvertible {
  /// nil: all.
  private let origins: Set<String>?

  /// Of a list such as `https://a.example,http://localhost:3000`, or `*`; nil: it is no such.
  public init?(_ text: String) {
    if text == "*" {
      origins = nil
      return
    }
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    guard words.allSatisfy(Self.isOrigin) else { return nil }
    origins = Set(words)
  }

  /// The list again.
  public var description: String { origins.map { $0.sorted().joined(separator: ",") } ?? "*" }

  /// A scheme and an authority, as a browser sends them: nothing behind them, and no capitals.
  private static func isOrigin(_ text: String) -> Bool {
    guard let rest = ["https://", "http://"].first(where: text.hasPrefix).map({ text.dropFirst($0.count) }) else {
      return false
    }
    return !rest.isEmpty && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !(0x41...0x5A).contains($0) }
      && !rest.contains { "/?#@,*\\\"".contains($0) }
  }

  private static let headers =
    "Authorization, X-API-Key, Content-Type, Content-Encoding, Inference-Header-Content-Length, X-Request-Id, "
    + "traceparent, tracestate, If-None-Match"
  private static let exposed =
    "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, ETag, Allow, WWW-Authenticate, traceparent, "
    + "Inference-Header-Content-Length"

  /// Adds what a browser wants to read in an answer. A key is asked for in a field that a page sets itself, so that cookies
  /// and other credentials of the browser's own never count: they are not allowed.
  func mark(_ response: inout HTTPResponse, to head: HTTPRequestHead) {
    if origins != nil { response.headers.append(name: "Vary", value: "Origin") }
    guard let origin = head.headers["Origin"], allows(origin) else { return }
    response.headers["Access-Control-Allow-Origin"] = origins == nil ? "*" : origin
    guard Self.isPreflight(head), let methods = response.headers["Allow"] else {
      response.headers["Access-Control-Expose-Headers"] = Self.exposed
      return
    }
    response.headers["Access-Control-Allow-Methods"] = methods
    response.headers["Access-Control-Allow-Headers"] = Self.headers
    response.headers["Access-Control-Max-Age"] = "7200"
  }

  private func allows(_ origin: String) -> Bool { origins?.contains(origin) ?? true }

  private static func isPreflight(_ head: HTTPRequestHead) -> Bool {
    head.method == .options && head.headers["Access-Control-Request-Method"] != nil
  }
}
