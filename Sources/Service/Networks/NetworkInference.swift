import DetectionCore
import HTTPMessages
import JSON
import Operations

/// `POST /v2/models/networks.{name}/infer`: the input `image` is UINT8 (H, W, 3), or BYTES, the files of one or more pictures; the
/// outputs are those of `detect`, picture after picture.
struct NetworkInference: Sendable {
  let configuration: ServiceConfiguration
  let regions: SharedMemoryRegions?

  func infer(_ network: NamedNetwork, _ request: HTTPRequest) throws(Problem)
    -> (response: HTTPResponse, times: InferenceTimes)
  {
    var clock = InferenceClock()
    let memory = RequestMemory(request)
    let limits = Limits(request, configuration)
    let body = try NetworkInferenceBody(request, configuration, regions, memory)
    let call = try NetworkCall(network, .detect, body.pictures, body.fields, limits)
    clock.lap(\.input)
    let answer = try call.answer()
    clock.lap(\.infer)
    let outputs = try InferenceOutputs.select(Self.tensors(of: answer), body.request, of: network.model, regions)
    let response = InferenceResponse(
      model: network.model, id: body.request.id ?? request.head.id, outputs: outputs
    ).response()
    clock.lap(\.output)
    return (response, clock.times)
  }

  /// Boxes, scores and labels of all pictures, one after the other, and whose they are.
  private static func tensors(of answer: Answer) throws(Problem) -> [OutputTensor] {
    guard case .list(let images)? = answer.fields.first?.value else {
      throw Problem(
        .conflictingFields, at: "/parameters/answer_format", "of a network this protocol answers columns: leave it out")
    }
    let rows = images.map { image -> [Answer.Field] in if case .object(let members) = image { members } else { [] } }
    let tensors = { (name: String) in
      rows.compactMap { row -> AnyTensor? in
        guard case .tensor(let tensor)? = row.first(where: { $0.name == name })?.value else { return nil }
        return tensor
      }
    }
    let indices = tensors("labels").enumerated().flatMap { Array(repeating: $0, count: $1.shape.count) }
    return ["boxes", "scores", "labels"].compactMap { name in
      AnyTensor(concatenating: tensors(name)).map { OutputTensor(name: name, tensor: $0) }
    } + [OutputTensor(name: "image_indices", tensor: .integers(Tensor(indices)))]
  }
}
