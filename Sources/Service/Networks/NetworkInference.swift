import DetectionCore
import HTTPMessages
import JSON
import Operations

/// A network as a model of the Open Inference Protocol: `networks.{name}`. Its input `image` is UINT8 (H, W, 3), or BYTES, the
/// files of one or more pictures; its outputs are those of `detect`.
struct NetworkInference: Sendable {
  let configuration: ServiceConfiguration

  /// The network of a model's name; `nil` if the name is none of a network's.
  static func network(_ model: String, in networks: NetworkStore) -> NamedNetwork? {
    guard model.hasPrefix("networks.") else { return nil }
    return try? networks.named(String(model.dropFirst("networks.".count)))
  }

  /// `GET /v2/models/networks.{name}`.
  static func metadata(_ network: NamedNetwork) -> JSONValue {
    [
      "name": .string(network.model), "versions": [.string(OpenInferenceModel.version)], "platform": "focald",
      "inputs": [["name": "image", "datatype": "UINT8", "shape": [-1, -1, 3]]],
      "outputs": [
        ["name": "boxes", "datatype": "FP32", "shape": [-1, 4]], ["name": "scores", "datatype": "FP32", "shape": [-1]],
        ["name": "labels", "datatype": "INT64", "shape": [-1]],
        ["name": "image_indices", "datatype": "INT64", "shape": [-1]],
      ],
    ]
  }

  /// `POST /v2/models/networks.{name}/infer`.
  func respond(to request: HTTPRequest, _ network: NamedNetwork) throws(Problem) -> HTTPResponse {
    let memory = RequestMemory(request)
    let limits = Limits(request, configuration)
    let body = try NetworkInferenceBody(request, configuration, memory)
    let answer = try NetworkCall(network, .detect, body.pictures, body.fields, limits).answer()
    let all = Self.tensors(of: answer)
    var outputs: [SelectedOutput] = []
    for output in body.outputs ?? all.map({ (name: $0.name, isBinary: nil, pointer: "") }) {
      guard let tensor = all.first(where: { $0.name == output.name }) else {
        throw Problem(
          .unknownField, at: output.pointer,
          "\(network.model) has no output \(quoted(output.name)); it has \(all.map(\.name).joined(separator: ", "))")
      }
      outputs.append(
        SelectedOutput(tensor: tensor, isBinary: output.isBinary ?? body.isBinaryByDefault, place: nil))
    }
    return InferenceResponse(model: network.model, id: body.id ?? request.head.id, outputs: outputs).response()
  }

  /// Boxes, scores and labels of all pictures, one after the other, and whose they are.
  private static func tensors(of answer: Answer) -> [OutputTensor] {
    var (boxes, scores, labels, indices): ([Float], [Float], [Int], [Int]) = ([], [], [], [])
    guard case .list(let images)? = answer.fields.first?.value else { return [] }
    for (number, image) in images.enumerated() {
      guard case .object(let members) = image else { continue }
      for member in members {
        guard case .tensor(let tensor) = member.value else { continue }
        switch member.name {
        case "boxes": boxes += tensor.converted(to: Float.self).elements
        case "scores": scores += tensor.converted(to: Float.self).elements
        case "labels":
          guard case .integers(let own) = tensor else { continue }
          labels += own.elements
          indices += Array(repeating: number, count: own.count)
        default: break
        }
      }
    }
    let rows = Tensor<Float>(shape: Shape(boxes: boxes.count / 4), elements: boxes) ?? Tensor([])
    return [
      OutputTensor(name: "boxes", tensor: .float32(rows)),
      OutputTensor(name: "scores", tensor: .float32(Tensor(scores))),
      OutputTensor(name: "labels", tensor: .integers(Tensor(labels))),
      OutputTensor(name: "image_indices", tensor: .integers(Tensor(indices))),
    ]
  }
}
