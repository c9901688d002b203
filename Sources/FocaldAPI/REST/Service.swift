import HTTPMessages

/// focald's API over plain HTTP values: what a server is given to serve, and what tests call without one.
public final class Service: HTTPHandler {
  /// What `/metrics` tells.
  public let metrics: Metrics
  let configuration: ServiceConfiguration
  private let router: Router<Endpoint>
  private let isDraining: @Sendable () -> Bool

  /// A service. `load` and `isDraining` ask the server below.
  public init(
    configuration: ServiceConfiguration = ServiceConfiguration(), load: @escaping @Sendable () -> ServerLoad? = { nil },
    isDraining: @escaping @Sendable () -> Bool = { false }
  ) {
    self.configuration = configuration
    self.isDraining = isDraining
    metrics = Metrics(load: load)
    router = Routes.router(configuration, metrics, isDraining)
  }

  /// Every route template with its methods.
  public var routes: [(template: String, methods: [HTTPMethod])] { router.templates }

  /// Answers what costs nothing at once, and refuses a large body that no route would take before it arrives.
  public func earlyResponse(to head: HTTPRequestHead) -> HTTPResponse? {
    switch router.match(head.method, head.path) {
    case .found(let endpoint, let template, let variables):
      guard endpoint.cost == .immediate else { return nil }
      return response(of: endpoint, template, variables, HTTPRequest(head: head))
    case .methodNotAllowed, .notFound:
      // A small body is read and thrown away, so that the connection can go on.
      return Self.declaredLength(head) > 65536 ? respond(to: HTTPRequest(head: head)) : nil
    }
  }

  /// Where an inference request's tensors begin.
  public func alignedPosition(inBodyOf head: HTTPRequestHead) -> Int {
    head.headers[InferenceResponse.lengthHeader].flatMap { Int($0) } ?? 0
  }

  /// Answers a request.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    let head = request.head
    switch router.match(head.method, head.path) {
    case .found(let endpoint, let template, let variables):
      return response(of: endpoint, template, variables, request)
    case .methodNotAllowed(Routes.operation, _) where !Operations.paths.contains(head.path):
      let id = head.path.dropFirst("/v1/".count).split(separator: "/").joined(separator: ".")
      return .problem(Operations.unknown(id), of: head)
    case .methodNotAllowed(let template, let allowed):
      return notAllowed(head, template, allowed.map(\.rawValue).joined(separator: ", "))
    case .notFound:
      return .problem(Problem(.notFound, notFound(head.path)), of: head)
    }
  }

  /// Words for what the server could not do.
  public func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
    var response = HTTPResponse.problem(Problem(failure), of: head)
    response.route = template(of: head)
    return response
  }

  /// While draining, health and metrics still answer, `/readyz` with 503.
  public func respondWhileDraining(to head: HTTPRequestHead) -> HTTPResponse? {
    guard case .found(let endpoint, let template, let variables) = router.match(head.method, head.path),
      endpoint.cost == .immediate
    else { return nil }
    return response(of: endpoint, template, variables, HTTPRequest(head: head))
  }

  private func response(
    of endpoint: Endpoint, _ template: String, _ variables: [String: String], _ request: HTTPRequest
  ) -> HTTPResponse {
    var response: HTTPResponse
    do {
      response = try endpoint.respond(request, variables)
    } catch {
      response = .problem(error, of: request.head)
    }
    response.route = Self.route(template, of: request.head)
    return response
  }

  /// What metrics and logs call a route: operations by their own path, which are as many as the contract has.
  private static func route(_ template: String, of head: HTTPRequestHead) -> String {
    template == Routes.operation && Operations.paths.contains(head.path) ? head.path : template
  }

  private func notAllowed(_ head: HTTPRequestHead, _ template: String, _ allowed: String) -> HTTPResponse {
    var response: HTTPResponse
    if head.method == .options {
      response = HTTPResponse(status: .noContent)
    } else {
      let detail = "\(head.path) does not know the method \(head.method.rawValue); it knows \(allowed)"
      response = .problem(Problem(.methodNotAllowed, detail), of: head)
    }
    response.headers["Allow"] = allowed
    response.route = template
    return response
  }

  private func template(of head: HTTPRequestHead) -> String? {
    switch router.match(head.method, head.path) {
    case .found(_, let template, _), .methodNotAllowed(let template, _): Self.route(template, of: head)
    case .notFound: nil
    }
  }

  private static func declaredLength(_ head: HTTPRequestHead) -> Int {
    head.headers["Content-Length"].flatMap { Int($0) } ?? 0
  }

  private func notFound(_ path: String) -> String {
    let fixed = routes.map(\.template).filter { $0.utf8.count > 4 && !$0.contains("{") }
    let nearest = nearestName(to: path, among: Operations.all.map(\.declaration.path) + fixed)
    return "there is nothing at \(quoted(path))"
      + (nearest.map { "; did you mean \($0)?" } ?? "; GET / lists what there is")
  }
}

extension Problem {
  init(_ failure: HTTPServerFailure) {
    switch failure {
    case .malformedRequest(let sentence): self.init(.malformedRequest, sentence)
    case .bodyTooLarge(let limit):
      self.init(.bodyTooLarge, "the body is larger than the limit, \(limit) bytes (setting body_limit)")
    case .bodyTimeout: self.init(.requestTimeout, "the body did not arrive in time (setting body_timeout)")
    case .overloaded: self.init(.overloaded, "every worker is busy and the queue is full; try again soon")
    case .draining: self.init(.draining, "the server is about to stop; try another one")
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "the answer was not ready in time (setting deadline); ask for less at a time")
    case .outOfMemory: self.init(.overloaded, "there is no memory for the body; try again later, or send less")
    }
  }
}
