import JSON
import Network
import Operations

/// A network as the Open Inference Protocol describes models: it finds objects in pictures.
extension NamedNetwork {
  /// Of the tensors that it gives; boxes and scores are FP64 where a request's `precision` is `float64`.
  private static let outputs: [(name: String, type: String, shape: [Double])] = [
    ("boxes", "FP32", [-1, 4]), ("scores", "FP32", [-1]), ("labels", "INT64", [-1]), ("image_indices", "INT64", [-1]),
  ]

  private static func shape(_ extents: [Double]) -> JSONValue { .array(extents.map(JSONValue.number)) }

  /// `GET /v2/models/networks.{name}`.
  var metadata: JSONValue {
    [
      "name": .string(model), "versions": [.string(OpenInferenceModel.version)], "platform": "focald",
      "inputs": [["name": "image", "datatype": "UINT8", "shape": Self.shape([-1, -1, 3])]],
      "outputs": .array(
        Self.outputs.map {
          ["name": .string($0.name), "datatype": .string($0.type), "shape": Self.shape($0.shape)]
        }),
    ]
  }

  /// `GET /v2/models/networks.{name}/config`; its parameters are what the network's file says.
  var configuration: JSONValue {
    [
      "name": .string(model), "platform": "focald", "backend": "focald",
      "version_policy": ["latest": ["num_versions": 1]], "max_batch_size": 0,
      "input": [
        [
          "name": "image", "data_type": "TYPE_UINT8", "format": "FORMAT_NONE", "dims": Self.shape([-1, -1, 3]),
          "optional": false,
        ]
      ],
      "output": .array(
        Self.outputs.map {
          ["name": .string($0.name), "data_type": .string("TYPE_\($0.type)"), "dims": Self.shape($0.shape)]
        }),
      "instance_group": [["name": .string(model), "kind": "KIND_CPU", "count": 1]],
      "parameters": .object(
        JSONObject(
          members: network.description.members.map { member in
            JSONObject.Member(key: member.key, value: ["string_value": .string(member.value.text())])
          })),
      "model_transaction_policy": ["decoupled": false],
    ]
  }
}
