import DetectionCore
import HTTPMessages
import JSON
import Operations

/// `POST /v1/networks/{network}/{verb}`: a picture in, as a file, in a form, in JSON or as a tensor; boxes, heads or a loss
/// out.
struct NetworkEndpoint: Sendable {
  let networks: NetworkStore
  let verb: NetworkVerb
  let configuration: ServiceConfiguration

  func respond(to request: HTTPRequest, network name: String) throws(Problem) -> HTTPResponse {
    let network = try networks.named(name)
    let memory = RequestMemory(request)
    let limits = Limits(request, configuration)
    let content = try NetworkContent(request.head, BodyCoding(configuration).decoded(request), verb, memory)
    let answer = try NetworkCall(network, verb, content.pictures, content.fields, limits).answer()
    if verb == .detect, MediaRange.preferred(of: ["image/svg+xml"], request.head.headers) != nil {
      return try figure(answer, content, limits)
    }
    try memory.reserveText(of: answer)
    guard let type = SafetensorsMedia.preferred(request.head.headers) else { return .json(writing: answer) }
    return try .safetensors(answer, type: type, operation: "networks.\(name).\(verb.rawValue)")
  }

  /// The first picture with its boxes; over an empty ground where it came as pixels.
  private func figure(_ answer: Answer, _ content: NetworkContent, _ limits: Limits) throws(Problem) -> HTTPResponse {
    guard case .file(let file)? = content.pictures.first?.picture else {
      return .svg(try Figure.detections(of: answer, picture: nil, limits: limits))
    }
    guard limits.reserve(4 * file.count) else { throw Problem.noMemory(for: "the figure") }
    return .svg(try Figure.detections(of: answer, picture: file.bytes, limits: limits))
  }
}

extension HTTPResponse {
  /// 200 with the tensors of an answer as a safetensors file.
  fileprivate static func safetensors(_ answer: Answer, type: String, operation: String) throws(Problem)
    -> HTTPResponse
  {
    let tensors = answer.fields.flatMap { Self.tensors(of: $0.value, $0.name) }
    guard !tensors.isEmpty else {
      throw Problem(
        .unsupportedMediaType,
        "boxes are answered in JSON, or as tensors with answer_format \"columns\"; the verb heads answers tensors")
    }
    let writer = SafetensorsWriter(tensors, metadata: ["operation": .string(operation)])
    guard let body = writer.file() else { return .outOfMemory }
    return HTTPResponse(status: .ok, headers: ["Content-Type": type], body: body)
  }

  private static func tensors(of value: Answer.Value, _ name: String) -> [OutputTensor] {
    switch value {
    case .tensor(let tensor): [OutputTensor(name: name, tensor: tensor)]
    case .number(let number):
      [OutputTensor(name: name, tensor: .float64(Tensor(shape: .scalar, repeating: number)))]
    case .integer(let number):
      [OutputTensor(name: name, tensor: .integers(Tensor(shape: .scalar, repeating: number)))]
    case .object(let fields), .columns(let fields): fields.flatMap { tensors(of: $0.value, "\(name).\($0.name)") }
    case .texts(let texts): [OutputTensor(name: name, texts: texts)]
    case .list, .rows, .text, .json, .null: []
    }
  }
}
