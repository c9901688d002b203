import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct InferenceErrorTests {
  private let service = Service()

  /// One mistake is one issue.
  @Test(arguments: [
    // The name of a required input.
    (tensor("logit", [2], [1, 2]) + "," + tensor("targets", [2], [1, 0]), "/inputs/0/name"),
    // Its rank, its shape, its elements, its datatype.
    (tensor("logits", [2], [1, 2]) + "," + tensor("targets", [1, 2, 1], [1]), "/inputs/1/data"),
    (tensor("logits", [1], [1]) + "," + tensor("gamma", [1], [-1]) + "," + tensor("targets", [1], [1]), "/inputs/1"),
  ]) func mistake_IsOneIssue(inputs: String, place: String) {
    let reply = service.infer("losses.focal", #"{"inputs": [\#(inputs)]}"#)
    #expect(reply.status == 400 && reply.error.hasPrefix("\(place): "), "\(reply.error)")
    #expect(!reply.error.contains("more)"), "\(reply.error)")
  }

  /// A wrong shape of any input is one issue, at the shape.
  @Test(arguments: Registry.all.map(\.declaration.id)) func wrongShape_PointsAtTheShape(id: String) throws {
    let declaration = try #require(Registry.named(id)).declaration
    for input in declaration.inputs {
      guard let shape = Self.misfit(input) else { continue }
      let others = declaration.inputs.filter { $0.name != input.name && $0.presence == .required }.map { other in
        let extents = other.shapes[0].extents ?? [.fixed(1)]
        let shape = extents.map { if case .fixed(let extent) = $0 { extent } else { 1 } }
        return tensor(other.name, shape, Array(repeating: 1, count: shape.reduce(1, *)))
      }
      let own = tensor(input.name, shape, Array(repeating: 1, count: shape.reduce(1, *)))
      let reply = service.infer(id, inference([own] + others))
      #expect(reply.status == 400 && reply.error.contains("/inputs/0/shape: "), "\(input.name): \(reply.error)")
    }
  }

  /// A shape of a rank that an input does not have; `nil` where it takes any.
  private static func misfit(_ input: Input) -> [Int]? {
    let rank = 7
    return input.shapes.contains { $0.admits(rank: rank) } ? nil : Array(repeating: 1, count: rank)
  }

  @Test func sharedExtent_PointsAtTheShape() {
    let boxes = tensor("boxes", [2, 4], Array(repeating: 1, count: 8))
    let reply = service.infer("boxes.nms", inference([boxes, tensor("scores", [3], [1, 1, 1])]))
    #expect(reply.error.hasPrefix("/inputs/1/shape: ") && !reply.error.contains("more)"), "\(reply.error)")
  }

  /// What the computation finds wrong with a shape stands there too.
  @Test func shapeThatTheOperationRefuses_PointsAtTheShape() {
    let transposed = tensor("predictions", [1, 20, 5], Array(repeating: 1, count: 100))
    let size = tensor("image_size", [2], [32, 32], type: "INT64")
    let reply = service.infer("detections.yolov8", #"{"inputs": [\#(size), \#(transposed)]}"#)
    #expect(reply.status == 400 && reply.error.hasPrefix("/inputs/1/shape: "), "\(reply.error)")
  }

  @Test func bytesAfterTheJSON_NameTheHeader() {
    let json = inference([
      #"{"name": "predictions", "shape": [1, 5, 1], "datatype": "FP32", "parameters": {"binary_data_size": 20}}"#
    ])
    let body = ByteBuffer(json)
    [Float(10), 10, 8, 8, 0.9].withUnsafeBytes { _ = body.append($0) }
    let path = "/v2/models/detections.yolov8/infer"
    let send = { (headers: HTTPHeaders) in
      Reply(
        service.respond(
          to: HTTPRequest(head: HTTPRequestHead(method: .post, path: path, headers: headers, id: "test"), body: body)))
    }
    let reply = send(["Content-Type": "application/octet-stream"])
    let error = reply.json?["error"]?.text ?? ""
    #expect(reply.status == 400)
    #expect(error.contains("Inference-Header-Content-Length") && error.contains("\(json.utf8.count)"), "\(error)")
    #expect(send(["Inference-Header-Content-Length": "\(json.utf8.count)"]).status == 200)
  }

  @Test func wrongJSON_SaysNothingOfTheHeader() {
    for text in ["{\"inputs\": [tru]}\n", "{\"a\": \"}\"", "[1] x", "{"] {
      let error = service.infer("losses.focal", text).error
      #expect(!error.contains("Inference-Header"), "\(text): \(error)")
    }
  }
}
