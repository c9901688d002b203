import DetectionCore
import HTTPMessages
import JSON
import Operations

/// `POST /v1/{family}/{name}`: JSON, a tensor file or a form in, the operation's answer out as JSON or a tensor file.
struct OperationEndpoint: Sendable {
  let operation: Operation
  let configuration: ServiceConfiguration

  func respond(to request: HTTPRequest) throws(Problem) -> HTTPResponse {
    let headers = request.head.headers
    try Self.checkMedia(headers)
    let content = try Self.content(of: request.head, BodyCoding(configuration).decoded(request))
    let memory = RequestMemory(request)
    let limits = Limits(request, configuration)
    try memory.reserve(for: operation, content, answerElements: limits.answerElements)
    guard let type = SafetensorsMedia.preferred(headers) else {
      let answer = try operation.answer(try arguments(request.head, content, limits))
      try memory.reserveText(of: answer)
      return .json(writing: consume answer)
    }
    let arguments = try arguments(request.head, content, limits)
    return .safetensors(try operation.answer(arguments), to: arguments, type: type)
  }

  private func arguments(_ head: HTTPRequestHead, _ content: RequestContent, _ limits: Limits) throws(Problem)
    -> Request
  {
    switch content {
    case .tensorFile(let body):
      return try TensorFileArguments(operation.declaration, limits).arguments(SafetensorsFile(body), query: head.query)
    case .form(let form):
      try Self.checkNoQuery(head, "the fields of a form are its parts")
      return try FormArguments(operation.declaration, limits).arguments(form)
    case .json(let body):
      try Self.checkNoQuery(head, "the parameters of a JSON request stand in its body")
      if operation.declaration.hasTexts { return try RecordsBody(body, operation.declaration).request(limits) }
      return try RequestDecoder.decode(JSONBody.value(body), operation.declaration, limits)
    }
  }

  private static func content(of head: HTTPRequestHead, _ body: ByteBuffer) throws(Problem) -> RequestContent {
    if SafetensorsMedia.isContent(head.headers) { return .tensorFile(body) }
    guard FormBody.isContent(head.headers), let type = head.headers["Content-Type"] else { return .json(body) }
    return .form(try FormBody(body, contentType: type))
  }

  /// A body is JSON whatever its type says, unless that cannot be.
  private static func checkMedia(_ headers: HTTPHeaders) throws(Problem) {
    guard let type = headers["Content-Type"], !MediaType.canHoldJSON(type), !FormBody.isContent(headers) else { return }
    let remedy = MediaType.essence(type).hasPrefix("multipart/") ? "multipart/form-data" : "application/json"
    throw Problem(.unsupportedMediaType, "a body of type \(type) cannot be read; send \(remedy)")
  }

  /// A body that only JSON is taken as.
  static func checkIsJSON(_ head: HTTPRequestHead) throws(Problem) {
    try checkMedia(head.headers)
    guard !SafetensorsMedia.isContent(head.headers), !FormBody.isContent(head.headers) else {
      throw Problem(.unsupportedMediaType, "a comparison is asked for in JSON; send application/json")
    }
    try checkNoQuery(head, "the fields of a comparison stand in its body")
  }

  /// A parameter in the query of such a request would be ignored: better to say so.
  private static func checkNoQuery(_ head: HTTPRequestHead, _ rule: String) throws(Problem) {
    guard let item = head.query.first else { return }
    throw Problem(
      .unknownField, at: "/" + JSONPointer.escape(quoted(item.name)),
      "\(quoted(item.name)) stands in the query; \(rule)")
  }
}

extension HTTPResponse {
  /// 200 with an answer. Each of its values is let go as soon as its text is written.
  static func json(writing answer: consuming Answer) -> HTTPResponse {
    var writer = JSONWriter()
    var fields = answer.takeFields()
    writer.object(of: &fields)
    return json(writer)
  }
}

extension JSONWriter {
  fileprivate mutating func object(of fields: inout [Answer.Field]) {
    // From the end, where removing moves nothing.
    fields.reverse()
    object { writer in
      while var field = fields.popLast() {
        writer.key(field.name)
        writer.write(field.takeValue())
      }
    }
  }

  private mutating func write(_ value: consuming Answer.Value) {
    switch consume value {
    case .object(var fields), .columns(var fields): object(of: &fields)
    case let value: self.value(value)
    }
  }
}
