import HTTPMessages
import JSON
import Operations

/// What answers a route. `variables` are the route's, by name.
struct Endpoint: Sendable {
  /// Where an answer is computed.
  enum Cost: Sendable {
    /// On the network thread, at once: health, metrics. They are answered when every worker is busy, too.
    case immediate
    /// On a worker; on the network thread if the body is small, as the time grows with the body only.
    case linear
    /// On a worker.
    case work
  }

  /// Who may ask, where the server asks for keys.
  enum Door: Sendable {
    /// Everyone: probes.
    case open
    /// Every key.
    case key
    /// A key that is good for this.
    case scope(String)
    /// A key that is good for the family of the route's `{model}`.
    case familyOfModel
    /// A key that is good for the route's `{family}`.
    case family
  }

  let cost: Cost
  var door = Door.key
  /// The operation or network that a request with these variables asks; nil: none.
  var model: @Sendable (_ variables: [String: String]) -> String? = { _ in nil }
  /// Whether a body of a few bytes may ask for long work: a grid, a search.
  var makesMuchOfLittle = false
  /// Requests that one counts for in a quota, at the least.
  var quotaCost = 1
  var respond: @Sendable (_ request: HTTPRequest, _ variables: [String: String]) throws(Problem) -> HTTPResponse

  init(
    _ cost: Cost = .work,
    _ respond:
      @escaping @Sendable (_ request: HTTPRequest, _ variables: [String: String]) throws(Problem) -> HTTPResponse
  ) {
    self.cost = cost
    self.respond = respond
  }
}

extension Endpoint {
  /// The same for every client that access control admits.
  func behind(_ door: Door) -> Endpoint {
    var endpoint = self
    endpoint.door = door
    return endpoint
  }

  /// What a client needs for a request with these variables.
  func door(_ variables: [String: String]) -> HTTPPlan.Door {
    switch door {
    case .open: .open
    case .key: .key
    case .scope(let scope): .scope(scope)
    case .familyOfModel: .scope(String((variables["model"] ?? "").prefix { $0 != "." }))
    case .family: .scope(variables["family"] ?? "")
    }
  }
}

extension HTTPHeaders {
  fileprivate static let json: HTTPHeaders = ["Content-Type": "application/json"]
}

extension HTTPResponse {
  /// 200 with a JSON body.
  static func json(_ value: some JSONWritable, status: HTTPStatus = .ok, style: JSONWriter.Style = .compact)
    -> HTTPResponse
  {
    var writer = JSONWriter(style: style)
    writer.value(value)
    return json(writer, status: status)
  }

  /// A JSON body, as written, and a line feed, so that a terminal's prompt begins on a line of its own; not where bytes
  /// follow the text.
  static func json(_ writer: JSONWriter, status: HTTPStatus = .ok, endsLine: Bool = true) -> HTTPResponse {
    guard writer.isComplete, !endsLine || writer.buffer.append("\n") else { return .outOfMemory }
    return HTTPResponse(status: status, headers: .json, pieces: writer.pieces)
  }

  /// 200 with a text.
  static func text(_ text: String, type: String) -> HTTPResponse {
    HTTPResponse(status: .ok, headers: ["Content-Type": type], body: ByteBuffer(text))
  }

  /// An error in the form that the path's protocol wants.
  static func problem(_ problem: Problem, of head: HTTPRequestHead) -> HTTPResponse {
    let isOpenInference = head.path == "/v2" || head.path.hasPrefix("/v2/")
    return isOpenInference ? .openInference(problem) : .problem(problem, requestID: head.id)
  }

  /// An error: RFC 9457.
  static func problem(_ problem: Problem, requestID: String) -> HTTPResponse {
    let body = ByteBuffer()
    var writer = JSONWriter(into: body)
    writer.value(problem.json(requestID: requestID))
    body.append("\n")
    var response = HTTPResponse(
      status: problem.code.status, headers: ["Content-Type": "application/problem+json"], body: body)
    if problem.code.status == .serviceUnavailable { response.headers["Retry-After"] = "1" }
    // RFC 9110 §12.5.3 — with 415 for the coding's sake, and for no other reason.
    if problem.code == .unsupportedEncoding { response.headers["Accept-Encoding"] = BodyCoding.accepted }
    return response
  }

  /// There is no memory for an answer.
  static var outOfMemory: HTTPResponse {
    problem(Problem(.internalError, "there is no memory for the answer"), requestID: "-")
  }
}
