import JSON
import Testing

@testable import Operations
@testable import Service

/// What became of candidates, over the inference protocol: computed where an output of it is asked for.
@Suite struct ExplanationTests {
  private let service = Service()
  private static let parameters =
    #""parameters": {"score_threshold": 0.2, "max_detections": 1, "iou_threshold": 0.4}"#
  private static let inputs = #"""
    "inputs": [
      {"name": "boxes", "datatype": "FP64", "shape": [4, 4],
       "data": [0, 0, 10, 10, 0, 5, 10, 10, 20, 20, 30, 30, 0, 0, 1, 1]},
      {"name": "scores", "datatype": "FP64", "shape": [4], "data": [0.9, 0.8, 0.7, 0.1]}]
    """#

  private func outputs(_ names: [String]) throws -> [String: [Double]] {
    let wanted = names.map { #"{"name": "\#($0)"}"# }.joined(separator: ", ")
    let reply = service.post(
      "/v2/models/boxes.nms/infer",
      "{\(Self.inputs), \(Self.parameters)" + (names.isEmpty ? "}" : ", \"outputs\": [\(wanted)]}"))
    #expect(reply.status == 200, "\(reply.text)")
    let list = try #require(reply.json?["outputs"]?.list)
    return Dictionary(
      uniqueKeysWithValues: list.map { ($0["name"]?.text ?? "", $0["data"]?.list?.compactMap(\.number) ?? []) })
  }

  /// The second box gave way to the first, by half; the third was one too many; the last had too low a score.
  @Test func inference_AnswersEachStage() throws {
    let stages: [String: [Double]] = [
      "explanation.threshold.starts": [3], "explanation.threshold.lengths": [1],
      "explanation.suppressed.indices": [1], "explanation.suppressed.by": [0], "explanation.suppressed.iou": [0.5],
      "explanation.cap.indices": [2], "indices": [0],
    ]
    #expect(try outputs(Array(stages.keys)) == stages)
  }

  @Test func inference_ExplainsNothingUnasked() throws {
    let names = try outputs([]).keys
    #expect(names.contains("indices") && !names.contains { $0.hasPrefix("explanation.") })
    #expect(try outputs(["indices"]) == ["indices": [0]])
  }
}
