import HTTPMessages
import JSON
import Network
import Operations

/// `GET /v1/networks`: what is loaded.
enum NetworkList {
  static func all(_ networks: NetworkStore) -> JSONValue {
    ["networks": .array(networks.names.compactMap { try? networks.named($0) }.map(entry))]
  }

  private static func entry(_ named: NamedNetwork) -> JSONValue {
    let network = named.network
    let architecture = network.architecture
    return [
      "name": .string(named.name), "model": .string(named.model), "architecture": "retinanet",
      "block": .string(architecture.block.rawValue), "depths": numbers(architecture.depths),
      "planes": numbers(architecture.planes), "levels": .number(Double(architecture.levelCount)),
      "anchors_per_location": .number(Double(architecture.anchorsPerCell)),
      "num_classes": .number(Double(architecture.classCount)),
      "labels": network.labels.map { .array($0.map(JSONValue.string)) } ?? .null,
      "min_size": .number(Double(network.picture.minSize)), "max_size": .number(Double(network.picture.maxSize)),
      "weight_bytes": .number(Double(network.weightSize)),
      "verbs": .array(NetworkVerb.allCases.map { .string("/v1/networks/\(named.name)/\($0.rawValue)") }),
    ]
  }

  private static func numbers(_ numbers: [Int]) -> JSONValue { .array(numbers.map { .number(Double($0)) }) }
}
