import DetectionCore
import HTTPMessages
import JSON
import Operations

/// `/v1/figures/….svg`: figures for scripts and READMEs, the same bytes for the same request.
enum FigureRoutes {
  static func add(to router: inout Router<Endpoint>, _ configuration: ServiceConfiguration) {
    let coding = BodyCoding(configuration)
    for figure in Figure.all {
      let endpoint = Endpoint { request, _ throws(Problem) in try answer(figure, request, configuration) }
      router.add(
        figure.isAskedByQuery ? .get : .post, figure.declaration.path, endpoint.compressed(coding))
    }
  }

  private static func answer(
    _ figure: Figure, _ request: HTTPRequest, _ configuration: ServiceConfiguration
  ) throws(Problem) -> HTTPResponse {
    let memory = RequestMemory(request)
    let body =
      figure.isAskedByQuery ? try query(request.head, figure.declaration) : try document(request, configuration, memory)
    let limits = Limits(request, configuration)
    return .svg(try figure.svg(body, limits: limits))
  }

  /// The query's items as a body.
  private static func query(_ head: HTTPRequestHead, _ declaration: Declaration) throws(Problem) -> JSONValue {
    var object = JSONObject()
    for item in try QueryFields.values(head.query, declaration) { object[item.name] = item.value }
    return .object(object)
  }

  private static func document(
    _ request: HTTPRequest, _ configuration: ServiceConfiguration, _ memory: RequestMemory
  ) throws(Problem) -> JSONValue {
    if let type = request.head.headers["Content-Type"], !MediaType.canHoldJSON(type) {
      throw Problem(.unsupportedMediaType, "a body of type \(type) cannot be read; send application/json")
    }
    let body = try BodyCoding(configuration).decoded(request)
    try memory.reserveNumbers(in: body, isText: true)
    // A picture stands in the body, in what is read of it, decoded, and in the answer.
    guard memory.canReserve(4 * body.count) else {
      throw Problem(.overloaded, "there is no memory for the figure now; try again later, or send a smaller picture")
    }
    return try JSONBody.value(body)
  }
}

extension HTTPResponse {
  /// 200 with a figure. Opened as a page of its own it may use its style and its picture, and nothing else.
  static func svg(_ markup: String) -> HTTPResponse {
    var response = text(markup, type: "image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response
  }
}
