/// Finds what answers a path. Templates name their variable segments in braces: `/v1/{family}/{name}`.
public struct Router<Endpoint: Sendable>: Sendable {
  /// The answer to a look-up.
  public enum Match: Sendable {
    /// An endpoint, the template it is registered under, and the variable segments by name.
    case found(Endpoint, template: String, variables: [String: String])
    /// The path exists, the method does not; `allowed` is fit for the `Allow` header.
    case methodNotAllowed(template: String, allowed: [HTTPMethod])
    /// No such path.
    case notFound
  }

  private struct Route: Sendable {
    let template: String
    let segments: [Substring]
    var endpoints: [(method: HTTPMethod, endpoint: Endpoint)]

    func variables(of path: [Substring]) -> [String: String]? {
      guard path.count == segments.count else { return nil }
      var variables: [String: String] = [:]
      for (pattern, segment) in zip(segments, path) {
        if pattern.hasPrefix("{") {
          guard !segment.isEmpty else { return nil }
          variables[String(pattern.dropFirst().dropLast())] = String(segment)
        } else if pattern != segment {
          return nil
        }
      }
      return variables
    }
  }

  private var routes: [Route] = []

  /// A router without routes.
  public init() {}

  /// Registers an endpoint. Where two templates fit a path, the one added first answers.
  public mutating func add(_ method: HTTPMethod, _ template: String, _ endpoint: Endpoint) {
    if let known = routes.firstIndex(where: { $0.template == template }) {
      routes[known].endpoints.append((method, endpoint))
    } else {
      let segments = template.split(separator: "/", omittingEmptySubsequences: false)
      routes.append(Route(template: template, segments: segments, endpoints: [(method, endpoint)]))
    }
  }

  /// Every template with its methods, in order of registration.
  public var templates: [(template: String, methods: [HTTPMethod])] {
    routes.map { ($0.template, $0.endpoints.map(\.method)) }
  }

  /// Looks a request up. HEAD is answered by GET's endpoint (RFC 9110 §9.3.2).
  public func match(_ method: HTTPMethod, _ path: String) -> Match {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for route in routes {
      guard let variables = route.variables(of: segments) else { continue }
      let wanted = method == .head ? HTTPMethod.get : method
      if let (_, endpoint) = route.endpoints.first(where: { $0.method == wanted }) {
        return .found(endpoint, template: route.template, variables: variables)
      }
      return .methodNotAllowed(template: route.template, allowed: Self.allowed(route.endpoints.map(\.method)))
    }
    return .notFound
  }

  private static func allowed(_ methods: [HTTPMethod]) -> [HTTPMethod] {
    (methods.contains(.get) ? methods + [.head] : methods) + [.options]
  }
}
