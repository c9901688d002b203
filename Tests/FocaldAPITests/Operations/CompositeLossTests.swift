import DetectionCore
import HTTPMessages
import Testing

@testable import FocaldAPI

/// What the losses of whole detectors share, over every protocol.
@Suite struct CompositeLossTests {
  private static let ids = Operations.all.map(\.declaration)
    .filter { $0.input("target_image_indices") != nil }.map(\.id)
  private let service = Service()

  private func example(_ id: String) throws -> (path: String, body: JSONObject) {
    let declaration = try #require(Operations.named(id)?.declaration)
    guard case .object(let body) = try readJSON(declaration.example) else { throw Problem(.invalidJSON, "") }
    return (declaration.path, body)
  }

  @Test func list_IsNotEmpty() { #expect(Self.ids.contains("losses.retinanet")) }

  @Test(arguments: ids) func components_AddUpToTheLoss(id: String) throws {
    var (path, body) = try example(id)
    let terms = try #require(service.post(path, JSONValue.object(body).text()).json?["components"]).members.map(\.key)
    for (index, term) in terms.enumerated() { body["\(term)_weight"] = .number(Double(index) + 0.5) }
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    var sum = 0.0
    for (index, term) in terms.enumerated() {
      let weighted = try #require(answer["components"]?[term]?.number)
      let plain = try #require(answer["unweighted_components"]?[term]?.number)
      #expect(abs(weighted - plain * (Double(index) + 0.5)) <= 1e-15 * weighted)
      sum += weighted
    }
    #expect(abs(sum - (answer["loss"]?.number ?? .nan)) <= 1e-14)
  }

  /// A term that counts nothing leaves no trace in loss and gradients.
  @Test(arguments: ids) func weightsOfZero_CostNothing(id: String) throws {
    var (path, body) = try example(id)
    let terms = try #require(service.post(path, JSONValue.object(body).text()).json?["components"]).members.map(\.key)
    for term in terms { body["\(term)_weight"] = 0 }
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    #expect(answer["loss"] == 0)
    for gradient in answer["gradients"]?.members ?? [] {
      guard case .numbers(let slopes) = gradient.value else { continue }
      #expect(slopes.elements.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: ids) func withoutGradientsAndDetails_OnlyTheLineOfALog(id: String) throws {
    var (path, body) = try example(id)
    (body["gradients"], body["details"]) = (false, nil)
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    #expect(answer.members.map(\.key) == ["loss", "components", "unweighted_components", "num_positives"])
  }

  /// The same numbers as tensors: `loss`, `components.classification`, `gradients.class_logits`, `matches.iou`.
  @Test(arguments: ids) func openInference_AnswersTheSame(id: String) throws {
    let (path, body) = try example(id)
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    let declaration = try #require(Operations.named(id)?.declaration)
    var inputs: [JSONValue] = []
    var parameters: JSONObject = ["precision": "float64"]
    for member in body.members {
      guard let input = declaration.input(member.key) else {
        parameters[member.key] = member.value
        continue
      }
      let tensor = try TensorDecoder(input: input).decode(member.value, at: "").tensor
      inputs.append([
        "name": .string(member.key), "datatype": input.element == .integer ? "INT64" : "FP64",
        "shape": .array(tensor.shape.extents.map { .number(Double($0)) }),
        "data": .array(tensor.converted(to: Double.self).elements.map(JSONValue.number)),
      ])
    }
    let request: JSONValue = ["inputs": .array(inputs), "parameters": .object(parameters)]
    let reply = service.post("/v2/models/\(id)/infer", request.text())
    #expect(reply.status == 200, "\(reply.text)")
    let outputs = try #require(reply.json?["outputs"]?.list)
    for (name, value) in Self.leaves(answer.members) {
      let output = outputs.first { $0["name"]?.text == name }
      #expect(output?["data"]?.list?.compactMap(\.number) == value, "\(name)")
    }
    let declared = Set(declaration.outputTensors.map(\.name))
    #expect(outputs.allSatisfy { declared.contains($0["name"]?.text ?? "") })
  }

  @Test(arguments: ids) func safetensors_AnswerTheSame(id: String) throws {
    let (path, body) = try example(id)
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    let reply = send(
      ByteBuffer(JSONValue.object(body).text()), to: path,
      headers: ["Content-Type": "application/json", "Accept": "application/x-safetensors"])
    let file = try SafetensorsFile(reply.body)
    for (name, value) in Self.leaves(answer.members) {
      let entry = try #require(file.entries.first { $0.name == name }, "\(name)")
      #expect(try file.tensor(entry).converted(to: Double.self).elements == value, "\(name)")
    }
  }

  /// All numbers of an answer, by the names that they have as tensors.
  private static func leaves(_ answer: [JSONObject.Member], prefix: String = "") -> [(String, [Double])] {
    answer.flatMap { member -> [(String, [Double])] in
      guard case .object(let inner) = member.value else { return [(prefix + member.key, numbers(member.value))] }
      return leaves(inner.members, prefix: "\(prefix)\(member.key).")
    }
  }

  private static func numbers(_ value: JSONValue) -> [Double] {
    switch value {
    case .number(let number): [number]
    case .numbers(let tensor): tensor.elements
    default: (value.list ?? []).flatMap(numbers)
    }
  }

  // MARK: - Batches

  @Test func batchOfOne_IsTheImage() throws {
    let heads = #""anchors": [[0, 0, 8, 8], [4, 4, 12, 12]], "target_boxes": [[1, 1, 9, 8]], "target_labels": [0]"#
    let one = service.post(
      "/v1/losses/retinanet",
      #"{"class_logits": [[1], [0]], "box_deltas": [[0, 1, 0, 0], [0, 0, 0, 0]], \#(heads), "gradients": true}"#)
    let batch = service.post(
      "/v1/losses/retinanet",
      #"{"class_logits": [[[1], [0]]], "box_deltas": [[[0, 1, 0, 0], [0, 0, 0, 0]]], \#(heads), "gradients": true}"#)
    #expect(one.status == 200 && one.json?["loss"] == batch.json?["loss"])
    for input in ["class_logits", "box_deltas"] {
      let whole = try #require(batch.json?["gradients"]?[input]?.list?.first)
      #expect(one.json?["gradients"]?[input]?.text() == whole.text())
    }
  }

  @Test func retinaNet_OfNoImages_IsZero() {
    // A batch without images says nothing of its anchors but how many there would be.
    let body = #"""
      {"class_logits": {"shape": [0, 1000000000000, 3], "data": []},
       "box_deltas": {"shape": [0, 1000000000000, 4], "data": []}, "feature_sizes": [[1000000, 1000000]],
       "anchor_sizes": [[8]], "aspect_ratios": [1], "target_boxes": [], "target_labels": [], "details": true}
      """#
    let answer = service.post("/v1/losses/retinanet", body)
    #expect(answer.json?["loss"] == 0 && answer.json?["num_positives"] == .array([]), "\(answer.text)")
  }

  @Test func fcosAndSSD_OfNoImages_AreZero() {
    let fcos = #"""
      {"class_logits": {"shape": [0, 1000000000000, 3], "data": []},
       "box_deltas": {"shape": [0, 1000000000000, 4], "data": []},
       "centerness": {"shape": [0, 1000000000000, 1], "data": []}, "feature_sizes": [[1000000, 1000000]],
       "target_boxes": [], "target_labels": [], "gradients": true, "details": true}
      """#
    let ssd = #"""
      {"class_logits": {"shape": [0, 2, 0], "data": []}, "box_deltas": {"shape": [0, 2, 4], "data": []},
       "anchors": [[0, 0, 8, 8], [4, 4, 12, 12]], "target_boxes": [], "target_labels": [], "gradients": true,
       "details": true}
      """#
    for (name, body) in [("fcos", fcos), ("ssd", ssd)] {
      let answer = service.post("/v1/losses/\(name)", body)
      #expect(answer.json?["loss"] == 0 && answer.json?["num_positives"] == .array([]), "\(answer.text)")
    }
  }

  @Test func retinaNet_OfNoAnchors_IsZero() {
    let body = #"{"class_logits": [], "box_deltas": [], "anchors": [], "target_boxes": [], "target_labels": []}"#
    #expect(service.post("/v1/losses/retinanet", body).json?["loss"] == 0)
  }
}
