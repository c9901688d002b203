import Foundation
import JSON
import Network
import Operations
import Testing

@testable import Service

/// Checkpoints of a training, `Examples/networks/checkpoints`: `networks/{name}/loss` falls from the first to the last.
@Suite struct NetworkCheckpointTests {
  private static let names = ["shapes-0100", "shapes-1200"]
  private let service: Service

  init() throws {
    service = try ShapesNetwork.service(Self.names.map { ($0, "Examples/networks/checkpoints/\($0).safetensors") })
  }

  /// Loss and components of a picture whose objects are known.
  private func losses(_ name: String, _ number: Int) throws -> [String: Double] {
    let truth = try #require(ShapesNetwork.expected(number)["ground_truth"]?.list)
    let picture = try ShapesNetwork.picture(number).base64EncodedString()
    let boxes = JSONValue.array(truth.compactMap { $0["box"] }),
      labels = JSONValue.array(truth.compactMap { $0["label"] })
    let request: JSONValue = ["image": .string(picture), "target_boxes": boxes, "target_labels": labels]
    let reply = service.post("/v1/networks/\(name)/loss", request.text())
    var losses = ["loss": try #require(reply.json?["loss"]?.number, "\(reply.text)")]
    for part in try #require(reply.json?["components"]?.object).members { losses[part.key] = part.value.number }
    return losses
  }

  @Test func losses_FallFromTheFirstToTheLast() throws {
    let means = try Self.names.map { name in
      try (0..<6).reduce(into: [String: Double]()) { sums, number in
        for (part, value) in try losses(name, number) { sums[part, default: 0] += value / 6 }
      }
    }
    #expect(Set(means[0].keys) == ["loss", "classification", "bbox_regression"])
    for (part, first) in means[0] { #expect((means[1][part] ?? .infinity) < 0.8 * first, "\(part): \(means)") }
  }
}
