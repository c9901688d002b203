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

  @usableFromInline
  enum Segment: Sendable {
    case fixed(Substring)
    case variable(String)

    init(_ text: Substring) {
      self = text.hasPrefix("{") ? .variable(String(text.dropFirst().dropLast())) : .fixed(text)
    }
  }

  @usableFromInline
  struct Route: Sendable {
    @usableFromInline let template: String
    @usableFromInline let segments: [Segment]
    @usableFromInline var endpoints: [(method: HTTPMethod, endpoint: Endpoint)]

    @usableFromInline
    func variables(of path: [Substring]) -> [String: String]? {
      guard path.count == segments.count else { return nil }
      var variables: [String: String] = [:]
      for (pattern, segment) in zip(segments, path) {
        switch pattern {
        case .fixed(let text): if text != segment { return nil }
        case .variable(let name):
          guard !segment.isEmpty else { return nil }
          variables[name] = String(segment)
        }
      }
      return variables
    }
  }

  @usableFromInline
  var routes: [Route] = []
  /// The routes of templates without variables, by their path.
  @usableFromInline
  var fixed: [String: Int] = [:]
  /// The others, in order of registration.
  @usableFromInline
  var variable: [Int] = []

  /// A router without routes.
  public init() {}

  /// Registers an endpoint. Where several templates fit a path, the one without variables answers, else the one added
  /// first.
  public mutating func add(_ method: HTTPMethod, _ template: String, _ endpoint: Endpoint) {
    if let known = routes.firstIndex(where: { $0.template == template }) {
      return routes[known].endpoints.append((method, endpoint))
    }
    if template.utf8.contains(UInt8(ascii: "{")) {
      variable.append(routes.count)
    } else {
      fixed[template] = routes.count
    }
    let segments = template.split(separator: "/", omittingEmptySubsequences: false).map(Segment.init)
    routes.append(Route(template: template, segments: segments, endpoints: [(method, endpoint)]))
  }

  /// Every template with its methods, in order of registration.
  public var templates: [(template: String, methods: [HTTPMethod])] {
    routes.map { ($0.template, $0.endpoints.map(\.method)) }
  }

  // Inlinable: generic code in another module looks up types for longer than it looks up routes.

  /// Looks a request up. HEAD is answered by GET's endpoint (RFC 9110 §9.3.2). Where nothing is at a path that ends with
  /// one slash, the route without it answers.
  @inlinable
  public func match(_ method: HTTPMethod, _ path: String) -> Match {
    let found = exactMatch(method, path)
    guard case .notFound = found, path.utf8.last == UInt8(ascii: "/"), !path.utf8.dropLast().isEmpty,
      path.utf8.dropLast().last != UInt8(ascii: "/")
    else { return found }
    return exactMatch(method, String(path.dropLast()))
  }

  @inlinable
  func exactMatch(_ method: HTTPMethod, _ path: String) -> Match {
    if let index = fixed[path] { return match(method, routes[index], [:]) }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for index in variable {
      if let variables = routes[index].variables(of: segments) { return match(method, routes[index], variables) }
    }
    return .notFound
  }

  @inlinable
  func match(_ method: HTTPMethod, _ route: Route, _ variables: [String: String]) -> Match {
    let wanted = method == .head ? HTTPMethod.get : method
    if let (_, endpoint) = route.endpoints.first(where: { $0.method == wanted }) {
      return .found(endpoint, template: route.template, variables: variables)
    }
    return .methodNotAllowed(template: route.template, allowed: Self.allowed(route.endpoints.map(\.method)))
  }

  @usableFromInline
  static func allowed(_ methods: [HTTPMethod]) -> [HTTPMethod] {
    (methods.contains(.get) ? methods + [.head] : methods) + [.options]
  }
}
