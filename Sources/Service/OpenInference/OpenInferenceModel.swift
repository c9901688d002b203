import HTTPMessages
import JSON
import Operations

/// What the protocol calls a model: an operation, or a network, which is asked for its detections.
enum OpenInferenceModel: Sendable {
  case operation(Operation)
  case network(NamedNetwork)

  /// The only version that any model has.
  static let version = "1"

  /// The model of a name and version, or 404.
  init(_ name: String, version: String?, among networks: NetworkStore) throws(Problem) {
    if let operation = Registry.named(name) {
      self = .operation(operation)
    } else if let network = networks.model(name) {
      self = .network(network)
    } else {
      let nearest = nearestName(to: name, among: Self.names(networks)).map { "did you mean \($0)?" }
      let advice = Registry.knownModel(name) ?? nearest
      throw Problem(
        .notFound, "Request for unknown model: '\(name)' is not found" + (advice.map { "; \($0)" } ?? ""))
    }
    guard let version, version != Self.version else { return }
    throw Problem(
      .notFound,
      "Request for unknown model: '\(name)' version \(version) is not found; its version is \(Self.version)")
  }

  /// All models: operations, then networks.
  static func names(_ networks: NetworkStore) -> [String] {
    Registry.all.map(\.declaration.id) + networks.models
  }

  var id: String {
    switch self {
    case .operation(let operation): operation.declaration.id
    case .network(let network): network.model
    }
  }

  /// `GET /v2/models/{model}`.
  var metadata: JSONValue {
    switch self {
    case .operation(let operation): Self.metadata(operation.declaration)
    case .network(let network): network.metadata
    }
  }

  /// `GET /v2/models/{model}/config`: as much of Triton's configuration as has a meaning here.
  var configuration: JSONValue {
    switch self {
    case .operation(let operation): Self.configuration(operation.declaration)
    case .network(let network): network.configuration
    }
  }

  private static func metadata(_ declaration: Declaration) -> JSONValue {
    [
      "name": .string(declaration.id),
      "versions": [.string(version)],
      "platform": "focald",
      "inputs": .array(
        tensors(declaration).map { ["name": .string($0.name), "datatype": .string($0.type), "shape": $0.shape] }),
      "outputs": .array(
        declaration.outputTensors.map {
          ["name": .string($0.name), "datatype": .string($0.datatype), "shape": $0.shape.dimensions]
        }),
    ]
  }

  private static func configuration(_ declaration: Declaration) -> JSONValue {
    [
      "name": .string(declaration.id), "platform": "focald", "backend": "focald",
      "version_policy": ["latest": ["num_versions": 1]], "max_batch_size": 0,
      "input": .array(
        tensors(declaration).map {
          [
            "name": .string($0.name), "data_type": .string("TYPE_\($0.type)"), "format": "FORMAT_NONE",
            "dims": $0.shape,
            "optional": .bool($0.isOptional),
          ]
        }),
      "output": .array(
        declaration.outputTensors.map {
          ["name": .string($0.name), "data_type": .string($0.configurationType), "dims": $0.shape.dimensions]
        }),
      "instance_group": [["name": .string(declaration.id), "kind": "KIND_CPU", "count": 1]],
      "parameters": .object(
        JSONObject(
          members: declaration.parameters.map { parameter in
            JSONObject.Member(key: parameter.name, value: ["string_value": .string(parameter.defaultValue.text())])
          })),
      "model_transaction_policy": ["decoupled": false],
    ]
  }

  private struct TensorDescription {
    let name: String
    let type: String
    let shape: JSONValue
    let isOptional: Bool
  }

  private static func tensors(_ declaration: Declaration) -> [TensorDescription] {
    declaration.inputs.filter { !$0.element.isRecords }.map { input in
      TensorDescription(
        name: input.name, type: input.element.isWhole ? "INT64" : "FP32", shape: input.dimensions,
        isOptional: input.presence != .required)
    }
  }
}

extension Input {
  /// The one shape that the protocol can state: of an input that comes for one image or for a batch, the batch's, as
  /// networks answer and clients send it; −1 where shapes of that rank differ.
  var dimensions: JSONValue {
    guard let batch = shapes.first(where: \.isBatch) ?? shapes.first, let rank = batch.extents?.count else {
      return [-1]
    }
    guard !batch.isOpen else { return batch.dimensions }
    let extents = shapes.filter { !$0.isOpen }.compactMap(\.extents).filter { $0.count == rank }
    return .array(
      (0..<rank).map { axis in
        guard case .fixed(let extent)? = extents.first?[axis], extents.allSatisfy({ $0[axis] == .fixed(extent) }) else {
          return -1
        }
        return .number(Double(extent))
      })
  }
}

extension ShapePattern {
  /// Whether the first extent counts images: `(B, N, 4)`, or `(P, N, 4)`, whose sets of anchors are of one or of all.
  fileprivate var isBatch: Bool { extents?.first == .letter("B") || extents?.first == .letter("P") }
}

extension ShapePattern {
  /// −1 where the extent is any. The protocol has no word for any rank: one −1 stands for it.
  var dimensions: JSONValue {
    guard let extents, !extents.isEmpty else { return [-1] }
    return .array(
      extents.map { extent in
        switch extent {
        case .fixed(let count): .number(Double(count))
        case .letter: -1
        }
      } + (isOpen ? [-1] : []))
  }
}

extension Declaration {
  /// The outputs as tensors, one of a name: forms of an answer have tensors in common.
  var outputTensors: [OutputTensorDescription] {
    var (tensors, places): ([OutputTensorDescription], [String: Int]) = ([], [:])
    for tensor in outputs.flatMap(\.tensors) {
      if let place = places[tensor.name] {
        tensors[place] = tensors[place].or(tensor)
      } else {
        places[tensor.name] = tensors.count
        tensors.append(tensor)
      }
    }
    return tensors
  }
}

extension OutputTensorDescription {
  /// The type as Triton's configuration calls it.
  var configurationType: String { element == .word ? "TYPE_STRING" : "TYPE_\(datatype)" }

  /// The protocol's type of the elements, of a request in float32.
  var datatype: String {
    switch element {
    case .number, .groundTruth, .results: TensorDatatype.float32.rawValue
    case .integer, .id: TensorDatatype.int64.rawValue
    case .int32: TensorDatatype.int32.rawValue
    case .word: OutputTensor.textDatatype
    }
  }
}
