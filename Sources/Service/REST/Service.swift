public import HTTPMessages
import Operations

/// focald's API over plain HTTP values: what a server is given to serve, and what tests call without one.
public final class Service: HTTPHandler {
  /// What `/metrics` tells.
  public let metrics: Metrics
  let configuration: ServiceConfiguration
  private let router: Router<Endpoint>
  /// A linear operation answers a body of so many bytes in about a third of a millisecond.
  private static let promptBodyLimit = 2048

  /// A service. `load` and `isDraining` ask the server below.
  public init(
    configuration: ServiceConfiguration = ServiceConfiguration(), load: @escaping @Sendable () -> ServerLoad? = { nil },
    isDraining: @escaping @Sendable () -> Bool = { false }
  ) {
    self.configuration = configuration
    metrics = Metrics(networks: configuration.networks.statistics, load: load)
    router = Routes.router(configuration, metrics, isDraining)
  }

  /// Every route template with its methods.
  public var routes: [(template: String, methods: [HTTPMethod])] { router.templates }

  /// Finds once who answers a request: at once what costs nothing, without a worker what is small and stays so, and
  /// before it arrives a large body that no route would take.
  public func plan(for head: HTTPRequestHead) -> HTTPPlan {
    let plan = route(head)
    guard let origins = configuration.crossOrigins else { return plan }
    return plan.answering { request in
      var response = plan.respond(request)
      origins.mark(&response, to: request.head)
      return response
    }
  }

  private func route(_ head: HTTPRequestHead) -> HTTPPlan {
    switch router.match(head.method, head.path) {
    case .found(let endpoint, let template, let variables):
      var plan = HTTPPlan(moment(of: endpoint, head)) { [metrics] in
        Self.response(of: endpoint, template, variables, $0, metrics)
      }
      plan.shortBodyLimit = shortBodyLimit(of: endpoint, head)
      plan.answersWhileDraining = endpoint.cost == .immediate
      plan.door = endpoint.door(variables)
      plan.cost = endpoint.quotaCost
      plan.alignedPosition = head.headers[InferenceResponse.lengthHeader].flatMap { Int($0) } ?? 0
      return plan
    case .methodNotAllowed(Routes.unknownOperation, _):
      let id = head.path.dropFirst("/v1/".count).split(separator: "/").joined(separator: ".")
      return refusal(of: head) { .problem(Registry.unknown(id), of: $0) }
    case .methodNotAllowed(let template, let allowed):
      let allowed = allowed.map(\.rawValue).joined(separator: ", ")
      var plan = refusal(of: head) { Self.notAllowed($0, template, allowed) }
      // Which methods there are is no secret; browsers ask without a key.
      if head.method == .options { plan.door = .open }
      return plan
    case .notFound:
      return refusal(of: head) { [self] in .problem(Problem(.notFound, notFound($0.path)), of: $0) }
    }
  }

  /// Answers a request.
  public func respond(to request: HTTPRequest) -> HTTPResponse { plan(for: request.head).respond(request) }

  private func moment(of endpoint: Endpoint, _ head: HTTPRequestHead) -> HTTPPlan.Moment {
    switch endpoint.cost {
    case .immediate: .early
    // What is compressed may be large after all.
    case .linear where head.headers["Content-Encoding"] == nil: .prompt(bodyLimit: Self.promptBodyLimit)
    case .linear, .work: .queued
    }
  }

  /// What takes some milliseconds: a linear operation does that with so much, another with few boxes.
  private func shortBodyLimit(of endpoint: Endpoint, _ head: HTTPRequestHead) -> Int {
    if head.headers["Content-Encoding"] != nil { return -1 }
    switch endpoint.cost {
    case .immediate, .linear: return 256 << 10
    case .work: return endpoint.makesMuchOfLittle ? -1 : 2048
    }
  }

  private func refusal(of head: HTTPRequestHead, _ respond: @escaping @Sendable (HTTPRequestHead) -> HTTPResponse)
    -> HTTPPlan
  {
    // A small body is read and thrown away, so that the connection can go on.
    HTTPPlan(Self.declaredLength(head) > 65536 ? .early : .queued) { respond($0.head) }
  }

  /// Words for what the server could not do.
  public func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
    metrics.refused(Refusal.name(of: failure))
    var response = HTTPResponse.problem(Problem(failure), of: head)
    for field in failure.fields { response.headers[field.name] = field.value }
    response.route = template(of: head)
    configuration.crossOrigins?.mark(&response, to: head)
    return response
  }

  private static func response(
    of endpoint: Endpoint, _ template: String, _ variables: [String: String], _ request: HTTPRequest,
    _ metrics: Metrics
  ) -> HTTPResponse {
    var response: HTTPResponse
    do {
      response = try endpoint.respond(request, variables)
    } catch {
      response = .problem(error, of: request.head)
      if error.code == .overloaded { metrics.refused(Refusal.memory) }
    }
    response.route = template
    response.model = endpoint.model(variables)
    return response
  }

  private static func notAllowed(_ head: HTTPRequestHead, _ template: String, _ allowed: String) -> HTTPResponse {
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
    case .found(_, let template, _), .methodNotAllowed(let template, _): template
    case .notFound: nil
    }
  }

  private static func declaredLength(_ head: HTTPRequestHead) -> Int {
    head.headers["Content-Length"].flatMap { Int($0) } ?? 0
  }

  private func notFound(_ path: String) -> String {
    let fixed = routes.map(\.template).filter { $0.utf8.count > 4 && !$0.contains("{") }
    let nearest = nearestName(to: path, among: fixed)
    return "there is nothing at \(quoted(path))"
      + (nearest.map { "; did you mean \($0)?" } ?? "; GET / lists what there is")
  }
}

extension Problem {
  init(_ failure: HTTPServerFailure) {
    switch failure {
    case .malformedRequest(let clause): self.init(.malformedRequest, clause)
    case .headTimeout: self.init(.requestTimeout, "the head did not arrive in time (setting head_timeout)")
    case .targetTooLong(let clause): self.init(.targetTooLong, clause)
    case .headTooLarge(let clause): self.init(.headTooLarge, clause)
    case .unsupportedVersion: self.init(.unsupportedVersion, "HTTP/1.1 and HTTP/1.0 are spoken here, and no other")
    case .bodyTooLarge(let limit):
      self.init(.bodyTooLarge, "the body is larger than the limit, \(limit) bytes (setting body_limit)")
    case .bodyTimeout: self.init(.requestTimeout, "the body did not arrive in time (setting body_timeout)")
    case .overloaded: self.init(.overloaded, "every worker is busy and the queue is full; try again soon")
    case .draining: self.init(.draining, "the server is about to stop; try another one")
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "the answer was not ready in time (setting deadline); ask for less at a time")
    case .outOfMemory: self.init(.overloaded, "there is no memory for the body; try again later, or send less")
    case .unauthorized(isWrong: false):
      self.init(.unauthorized, "this server asks for a key: send Authorization: Bearer and the key, or X-API-Key")
    case .unauthorized(isWrong: true): self.init(.unauthorized, "the key, or the certificate, is none of this server's")
    case .forbidden(let scope): self.init(.forbidden, "the key is not good for the scope \(quoted(scope))")
    case .quotaExceeded(let limit, let seconds):
      self.init(.quotaExceeded, "the quota of \(limit) is used up; try again in \(counted(seconds, "second"))")
    }
  }
}

extension HTTPServerFailure {
  /// Header fields of its answer.
  fileprivate var fields: HTTPHeaders {
    switch self {
    // RFC 6750 §3.
    case .unauthorized(isWrong: false): ["WWW-Authenticate": "Bearer realm=\"focald\""]
    case .unauthorized(isWrong: true): ["WWW-Authenticate": "Bearer realm=\"focald\", error=\"invalid_token\""]
    // RFC 6750 §3.1. A scope comes from a path: only such as are scopes are written.
    case .forbidden(let scope) where scope.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2D }):
      ["WWW-Authenticate": "Bearer realm=\"focald\", error=\"insufficient_scope\", scope=\"\(scope)\""]
    case .forbidden: ["WWW-Authenticate": "Bearer realm=\"focald\", error=\"insufficient_scope\""]
    case .quotaExceeded(_, let seconds): ["Retry-After": String(seconds)]
    default: [:]
    }
  }
}
