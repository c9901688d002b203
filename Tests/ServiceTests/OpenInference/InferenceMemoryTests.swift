import HTTPMessages
import Testing

@testable import Operations
@testable import Service

/// Memory of inference requests: what an answer's rows take is reserved, as over REST.
@Suite struct InferenceMemoryTests {
  private static let categories = 2000

  /// An object and a detection of each category.
  private static func body() -> ByteBuffer {
    let labels = (0..<categories).map(Double.init)
    let boxes: [Double] = labels.flatMap { _ in [0, 0, 10, 10] }
    let zeros = [Double](repeating: 0, count: categories)
    return ByteBuffer(
      inference([
        tensor("target_boxes", [categories, 4], boxes), tensor("target_labels", [categories], labels, type: "INT64"),
        tensor("target_image_indices", [categories], zeros, type: "INT64"), tensor("boxes", [categories, 4], boxes),
        tensor("scores", [categories], zeros), tensor("labels", [categories], labels, type: "INT64"),
        tensor("image_indices", [categories], zeros, type: "INT64"),
      ]))
  }

  private func status(memory: Int) -> Int {
    var configuration = ServiceConfiguration()
    configuration.answerElementLimit = 1 << 14
    let head = HTTPRequestHead(
      method: .post, path: "/v2/models/evaluations.coco/infer", headers: ["Content-Type": "application/json"],
      id: "test")
    let request = HTTPRequest(head: head, body: Self.body(), memory: MemoryBudget(memory).share())
    return Reply(Service(configuration: configuration).respond(to: request)).status
  }

  @Test func rows_OfAnEvaluation_AreReserved() {
    #expect(status(memory: 2 << 20) == 503)
    #expect(status(memory: 16 << 20) == 200)
  }
}
