import DetectionCore
import HTTPMessages
import JSON
import Operations

/// `POST /v2/models/{model}/infer`.
struct InferenceEndpoint: Sendable {
  let configuration: ServiceConfiguration
  let statistics: InferenceStatistics
  /// Shared memory that clients have registered, if they may.
  let regions: SharedMemoryRegions?

  func respond(to request: HTTPRequest, model name: String, version: String?) throws(Problem) -> HTTPResponse {
    let model = try OpenInferenceModel(name, version: version, among: configuration.networks)
    let start = ContinuousClock.now
    do {
      let (response, times) =
        switch model {
        case .operation(let operation): try infer(operation, request)
        case .network(let network):
          try NetworkInference(configuration: configuration, regions: regions).infer(network, request)
        }
      statistics.succeeded(name, times)
      return response
    } catch {
      statistics.failed(name, ContinuousClock.now - start)
      throw error
    }
  }

  private func infer(_ operation: Operation, _ request: HTTPRequest) throws(Problem)
    -> (response: HTTPResponse, times: InferenceTimes)
  {
    var clock = InferenceClock()
    let memory = RequestMemory(request)
    let isText = request.head.headers[InferenceResponse.lengthHeader] == nil
    try memory.reserve(
      for: operation, isText ? .json(request.body) : .tensorFile(request.body),
      answerElements: configuration.answerElementLimit)
    let body = try InferenceBody(request, regions, configuration)
    let inference = body.request
    let limits = Limits(request, configuration)
    let arguments = try InferenceArguments(declaration: operation.declaration)
      .arguments(inference, body.tensors, query: request.head.query, limits: limits)
    clock.lap(\.input)
    let answer = try operation.answer(arguments)
    clock.lap(\.infer)
    try memory.reserveText(of: answer)
    let outputs = try InferenceOutputs.select(
      AnswerTensors(answer, to: arguments).vectors, inference, of: operation.declaration.id, regions)
    let response = InferenceResponse(
      model: operation.declaration.id, id: inference.id ?? request.head.id, outputs: outputs
    ).response()
    clock.lap(\.output)
    return (response, clock.times)
  }
}
