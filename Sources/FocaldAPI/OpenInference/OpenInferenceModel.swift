import HTTPMessages

/// An operation as the protocol's «model».
enum OpenInferenceModel {
  /// The only version that any model has.
  static let version = "1"

  /// The operation of a model's name and version, or 404.
  static func operation(_ name: String, version: String?) throws(Problem) -> Operation {
    guard let operation = Operations.named(name) else {
      let nearest = nearestName(to: name, among: Operations.all.map(\.declaration.id))
      throw Problem(
        .notFound, "Request for unknown model: '\(name)' is not found" + (nearest.map { "; did you mean \($0)?" } ?? "")
      )
    }
    if let version, version != Self.version {
      throw Problem(
        .notFound,
        "Request for unknown model: '\(name)' version \(version) is not found; its version is \(Self.version)")
    }
    return operation
  }

  /// `GET /v2/models/{model}`.
  static func metadata(_ declaration: Declaration) -> JSONValue {
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

  /// `GET /v2/models/{model}/config`: as much of Triton's configuration as has a meaning here.
  static func configuration(_ declaration: Declaration) -> JSONValue {
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
          ["name": .string($0.name), "data_type": .string("TYPE_\($0.datatype)"), "dims": $0.shape.dimensions]
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
    declaration.inputs.map { input in
      TensorDescription(
        name: input.name, type: input.element == .integer ? "INT64" : "FP32", shape: input.shapes[0].dimensions,
        isOptional: input.presence != .required)
    }
  }
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
  /// The outputs as tensors.
  var outputTensors: [OutputTensorDescription] { outputs.flatMap(\.tensors) }
}

extension OutputTensorDescription {
  /// The protocol's type of the elements, of a request in float32.
  var datatype: String { element == .integer ? "INT64" : "FP32" }
}
