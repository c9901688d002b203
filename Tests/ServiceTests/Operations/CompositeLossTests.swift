import DetectionCore
import Files
import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations
@testable import Service

/// What the losses of whole detectors share, over every protocol.
@Suite struct CompositeLossTests {
  private static let ids = Registry.all.map(\.declaration)
    .filter { $0.family == "losses" && $0.input("target_image_indices") != nil }.map(\.id)
  private let service = Service()

  private func example(_ id: String) throws -> (path: String, body: JSONObject) {
    let declaration = try #require(Registry.named(id)?.declaration)
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

  /// Loss and gradients of an example whose objects all count so much; `nil`: without the field.
  private func answer(_ id: String, _ weight: Double?) throws -> (
    loss: Double, gradients: [(name: String, slopes: [Double])]
  ) {
    var (path, body) = try example(id)
    let count = body["target_boxes"]?.list?.count ?? 0
    body["target_weights"] = weight.map { .array(Array(repeating: .number($0), count: count)) }
    body["gradients"] = true
    let reply = service.post(path, JSONValue.object(body).text())
    let gradients = (reply.json?["gradients"]?.members ?? []).map { member -> (name: String, slopes: [Double]) in
      guard case .numbers(let slopes) = member.value else { return (member.key, []) }
      return (member.key, slopes.elements)
    }
    return (try #require(reply.json?["loss"]?.number, "\(reply.text)"), gradients)
  }

  /// Weights of 1 change no bit, loss and gradients are linear in a weight of all objects, and every gradient depends on it.
  @Test(arguments: ids) func targetWeights_MultiplyWhatObjectsCost(id: String) throws {
    let plain = try answer(id, nil)
    let (none, one, three) = (try answer(id, 0), try answer(id, 1), try answer(id, 3))
    #expect(one.loss == plain.loss && none.loss < one.loss)
    #expect(abs((three.loss - one.loss) - 2 * (one.loss - none.loss)) <= 1e-14 * max(three.loss, 1))
    #expect(!one.gradients.isEmpty)
    for (index, gradient) in one.gradients.enumerated() {
      #expect(gradient.slopes == plain.gradients[index].slopes, "\(gradient.name)")
      #expect(gradient.slopes != none.gradients[index].slopes, "\(gradient.name)")
      for (place, slope) in gradient.slopes.enumerated() {
        let (low, high) = (slope - none.gradients[index].slopes[place], three.gradients[index].slopes[place] - slope)
        #expect(abs(high - 2 * low) <= 1e-14, "\(gradient.name) \(place)")
      }
    }
  }

  @Test(arguments: ids) func targetWeights_AreNotNegative_AndOnePerObject(id: String) throws {
    var (path, body) = try example(id)
    let count = body["target_boxes"]?.list?.count ?? 0
    body["target_weights"] = .array(Array(repeating: .number(-1), count: count))
    #expect(service.post(path, JSONValue.object(body).text()).pointer == "/target_weights/0")
    body["target_weights"] = .array(Array(repeating: .number(1), count: count + 1))
    #expect(service.post(path, JSONValue.object(body).text()).pointer == "/target_weights")
  }

  @Test(arguments: ids) func withoutGradientsAndDetails_OnlyTheLineOfALog(id: String) throws {
    var (path, body) = try example(id)
    (body["gradients"], body["details"]) = (false, nil)
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    // A detector of two stages has two counts.
    let outputs = try #require(Registry.named(id)).declaration.outputs.map(\.name)
    let counts = outputs.filter { $0.hasSuffix("num_positives") }
    #expect(counts.contains("num_positives"))
    #expect(answer.members.map(\.key) == ["loss", "components", "unweighted_components"] + counts)
  }

  /// The same numbers as tensors: `loss`, `components.classification`, `gradients.class_logits`, `matches.iou`.
  @Test(arguments: ids) func openInference_AnswersTheSame(id: String) throws {
    let (path, body) = try example(id)
    let answer = try #require(service.post(path, JSONValue.object(body).text()).json)
    let declaration = try #require(Registry.named(id)?.declaration)
    let reply = service.post("/v2/models/\(id)/infer", try inference(declaration).text())
    #expect(reply.status == 200, "\(reply.text)")
    let outputs = try #require(reply.json?["outputs"]?.list)
    for (name, value) in Self.leaves(answer.members) {
      let output = outputs.first { $0["name"]?.text == name }
      #expect(output?["data"]?.list?.compactMap(\.number) == value, "\(name)")
    }
    let declared = Set(declaration.outputTensors.map(\.name))
    #expect(outputs.allSatisfy { declared.contains($0["name"]?.text ?? "") })
  }

  /// The operation's example as an inference request.
  private func inference(_ declaration: Declaration, outputs: [JSONValue]? = nil) throws -> JSONValue {
    var inputs: [JSONValue] = []
    var parameters: JSONObject = ["precision": "float64"]
    for member in try example(declaration.id).body.members {
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
    var request: JSONObject = ["inputs": .array(inputs), "parameters": .object(parameters)]
    request["outputs"] = outputs.map(JSONValue.array)
    return .object(request)
  }

  /// What is asked for by name is computed, and nothing else.
  @Test(arguments: ids) func openInference_ComputesWhatIsNamed(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    for wanted in [["loss"], ["matches.iou"], ["unmatched_targets", "num_positives"]] {
      let reply = service.post(
        "/v2/models/\(id)/infer",
        try inference(declaration, outputs: wanted.map { ["name": .string($0)] }).text())
      #expect(reply.status == 200, "\(reply.text)")
      #expect(reply.json?["outputs"]?.list?.compactMap { $0["name"]?.text } == wanted)
    }
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

  // MARK: - Two stages

  private static let rpn =
    #""objectness": [[2], [-3], [0.5]], "rpn_box_deltas": [[0.1, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0, 1]], "#
    + #""anchors": [[0, 0, 8, 8], [9, 9, 20, 20], [30, 0, 38, 8]]"#
  private static let head =
    #""class_logits": [[0, 1, 2], [1, 0, 0], [3, 0, 1]], "box_deltas": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], "#
    + #""proposals": [[0, 0, 9, 8], [10, 9, 20, 20], [1, 0, 9, 9]]"#
  private static let objects = #""target_boxes": [[0, 0, 8, 9]], "target_labels": [2], "details": true"#

  private func fasterRCNN(_ fields: String...) throws -> JSONValue {
    let reply = service.post("/v1/losses/faster-rcnn", "{\(fields.joined(separator: ", "))}")
    #expect(reply.status == 200, "\(reply.detail)")
    return reply.json ?? .null
  }

  @Test func stages_AreIndependent() throws {
    let both = try fasterRCNN(Self.rpn, Self.head, Self.objects)
    let (rpn, head) = (try fasterRCNN(Self.rpn, Self.objects), try fasterRCNN(Self.head, Self.objects))
    let losses = [both, rpn, head].compactMap { $0["loss"]?.number }
    #expect(losses.count == 3 && abs(losses[0] - losses[1] - losses[2]) <= 1e-15 * losses[0])
    for (stage, names) in [(rpn, ["objectness", "rpn_box_reg"]), (head, ["classifier", "box_reg"])] {
      #expect(stage["components"]?.members.map(\.key) == names)
      for name in names { #expect(stage["components"]?[name] == both["components"]?[name]) }
      for member in stage.members where !["loss", "components", "unweighted_components"].contains(member.key) {
        #expect(both[member.key]?.text() == member.value.text(), "\(member.key)")
      }
    }
    #expect(rpn["num_positives"] == nil && head["rpn_num_positives"] == nil)
  }

  /// The same proposals with an axis for the images, and in one list.
  @Test func proposalsInOneList_AreThoseOfTheBatch() throws {
    let one = try fasterRCNN(Self.head, Self.objects, #""gradients": true"#)
    let list = try fasterRCNN(Self.head, Self.objects, #""gradients": true, "proposal_image_indices": [0, 0, 0]"#)
    #expect(one.text() == list.text())
    let apart = try fasterRCNN(
      Self.head, #""target_boxes": [[0, 0, 8, 9], [0, 0, 8, 9]], "target_labels": [2, 1], "details": true"#,
      #""target_image_indices": [3, 1], "proposal_image_indices": [3, 0, 1]"#)
    #expect(apart["num_positives"]?.text() == "[0,1,0,1]")
    #expect(apart["matches"]?["proposal_indices"]?.text() == "[2,0]")
    #expect(apart["matches"]?["target_indices"]?.text() == "[1,0]")
  }

  @Test func sampled_IsWhatDetailsTell() throws {
    let sampling = #""sampling": {"batch_size_per_image": 2, "positive_fraction": 0.5, "seed": 4}"#
    let found = try fasterRCNN(Self.head, Self.objects, sampling, #""gradients": true"#)
    let rows = try #require(found["samples"]?["proposal_indices"]?.numberList)
    #expect(rows.count == 2 && found["num_ignored"]?.text() == "[1]")
    for (row, slopes) in (found["gradients"]?["class_logits"]?.list ?? []).enumerated() {
      #expect((slopes.numberList?.contains { $0 != 0 } ?? false) == rows.contains(Double(row)))
    }
    #expect(try fasterRCNN(Self.head, Self.objects)["samples"] == nil)
    let float32 = try fasterRCNN(Self.head, Self.objects, sampling, #""precision": "float32""#)
    #expect(float32["samples"]?.text() == found["samples"]?.text())
  }

  @Test func fasterRCNN_OfNoImagesOrRows_IsZero() throws {
    let empty = #"{"shape": [0, 1000000000000, 4], "data": []}"#
    let none = try fasterRCNN(
      #""objectness": {"shape": [0, 1000000000000, 1], "data": []}, "rpn_box_deltas": \#(empty), "#
        + #""feature_sizes": [[1000000, 1000000]], "anchor_sizes": [[8]], "aspect_ratios": [1]"#,
      #""class_logits": \#(empty), "box_deltas": \#(empty), "proposals": \#(empty)"#,
      #""target_boxes": [], "target_labels": [], "gradients": true, "details": true"#)
    #expect(none["loss"] == 0 && none["num_positives"]?.text() == "[]" && none["rpn_num_positives"]?.text() == "[]")
    let noRows = try fasterRCNN(#""class_logits": [], "box_deltas": [], "proposals": []"#, Self.objects)
    #expect(noRows["loss"] == 0 && noRows["unmatched_targets"]?.text() == "[0]")
  }

  @Test func retinaNet_OfNoAnchors_IsZero() {
    let body = #"{"class_logits": [], "box_deltas": [], "anchors": [], "target_boxes": [], "target_labels": []}"#
    #expect(service.post("/v1/losses/retinanet", body).json?["loss"] == 0)
  }
}
