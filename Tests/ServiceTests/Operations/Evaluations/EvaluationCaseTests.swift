import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// The field's tools and the operations say the same of every case: files as they are on disk, and columns.
@Suite struct EvaluationCaseTests {
  private let service = Service()

  private func answer(_ operation: String, _ body: String) throws -> JSONValue {
    let reply = service.post("/v1/evaluations/\(operation)", body)
    #expect(reply.status == 200, "\(reply.detail)")
    return try #require(reply.json)
  }

  /// Every member of `expected`, to 10⁻¹².
  private func expect(
    _ found: JSONValue?, holds expected: JSONValue?, absolute: Double = 1e-12, _ comment: Comment
  ) {
    let difference = difference(
      expected ?? .null, found ?? .null, relative: 0, absolute: absolute, mayHoldMore: true)
    #expect(difference == nil, comment)
  }

  @Test(arguments: EvaluationCase.names) func coco_EqualsPycocotools(name: String) throws {
    let sample = try EvaluationCase(name)
    guard sample.expected["precision"] != nil || sample.expected["stats"] != nil else { return }
    var parameters = sample.parameters
    parameters["arrays"] = true
    var answers = [try answer("coco", sample.request(.object(parameters)))]
    if let columns = try sample.columns(parameters) { answers.append(try answer("coco", columns.text())) }
    for answer in answers {
      if let stats = sample.expected["stats"] { expect(answer["summary"], holds: stats, "\(name)") }
      expect(answer["per_class"], holds: sample.expected["per_class"], "\(name)")
      for (array, axes) in [("precision", "TRKAM"), ("scores", "TRKAM"), ("recall", "TKAM")] {
        guard let runs = RunLengths(sample.expected[array], axes: axes) else { continue }
        // To the bit: equal numbers, none of them NaN.
        #expect(answer[array]?.flattened == runs.numbers, "\(name) \(array)")
      }
    }
  }

  /// The two files as parts of a form, as curl -F sends them.
  @Test(arguments: EvaluationCase.names) func form_IsAnsweredAsJSON(name: String) throws {
    let sample = try EvaluationCase(name)
    let operation = sample.expected["lvis"] == nil ? "coco" : "lvis"
    let parts = [FormPart("detections", sample.detections + "\n"), FormPart("ground_truth", sample.groundTruth)]
    let form = service.post("/v1/evaluations/\(operation)", parts)
    let json = service.post("/v1/evaluations/\(operation)", sample.request())
    #expect(form.status == json.status && (form.status == 200 ? form.text == json.text : form.errors == json.errors))
  }

  @Test func mistakeInAForm_IsPointedAt() throws {
    let sample = try EvaluationCase("crowd")
    for (wrong, status, pointer) in [
      ("[{]", 400, "/detections/0"), (#"[{"image_id":1}]"#, 422, "/detections/0/category_id"),
    ] {
      let parts = [FormPart("ground_truth", sample.groundTruth), FormPart("detections", wrong)]
      let reply = service.post("/v1/evaluations/coco", parts)
      #expect(reply.status == status && reply.pointer == pointer, "\(reply.text)")
    }
  }

  @Test func cases_AreTakenAsColumns() throws {
    let taken = try EvaluationCase.names.filter { try EvaluationCase($0).columns() != nil }
    #expect(taken.count >= 8, "\(taken)")
  }

  @Test(arguments: EvaluationCase.names) func voc_EqualsTheDevelopmentKit(name: String) throws {
    let sample = try EvaluationCase(name)
    for expected in sample.expected["voc"]?.list ?? [] {
      for (interpolation, suffix) in [("all", "all"), ("11-point", "11")] {
        var parameters: JSONObject = ["interpolation": .string(interpolation)]
        for key in ["iou_threshold", "pixel_offset", "strict"] { parameters[key] = expected[key] }
        let answer = try answer("voc", sample.request(.object(parameters)))
        expect(answer["map"], holds: expected["map_\(suffix)"], "\(name)")
        for row in answer["per_class"]?.list ?? [] {
          let own = expected["per_class"]?[row["category_id"]?.text() ?? ""]
          expect(row["ap"], holds: own?["ap_\(suffix)"], "\(name)")
          #expect(row["objects"] == own?["gt"], "\(name)")
        }
      }
    }
  }

  @Test(arguments: EvaluationCase.names) func lvis_EqualsLvisApi(name: String) throws {
    let sample = try EvaluationCase(name)
    guard let expected = sample.expected["lvis"] else { return }
    let answer = try answer("lvis", sample.request())
    expect(answer["summary"], holds: expected["results"], "\(name)")
    expect(answer["per_class"], holds: expected["per_class"], "\(name)")
  }

  @Test(arguments: EvaluationCase.names) func tide_EqualsTidecv(name: String) throws {
    let sample = try EvaluationCase(name)
    guard let expected = sample.expected["tide"] else { return }
    let thresholds: JSONValue = [
      "pos_threshold": expected["pos_threshold"] ?? .null, "bg_threshold": expected["bg_threshold"] ?? .null,
    ]
    let answer = try answer("tide", sample.request(thresholds))
    for key in ["ap", "delta_ap", "counts"] {
      expect(answer[key], holds: expected[key], absolute: 1e-10, "\(name) \(key)")
    }
  }

  @Test(arguments: EvaluationCase.names) func confusionMatrix_EqualsUltralytics(name: String) throws {
    let sample = try EvaluationCase(name)
    guard let expected = sample.expected["confusion"] else { return }
    let thresholds: JSONValue = [
      "score_threshold": expected["score_threshold"] ?? .null, "iou_threshold": expected["iou_threshold"] ?? .null,
    ]
    let answer = try answer("confusion-matrix", sample.request(thresholds))
    for key in ["profile", "category_ids", "matrix"] {
      #expect(answer[key].map { $0.means(expected[key] ?? .null) } == true, "\(name) \(key)")
    }
  }

  @Test(arguments: EvaluationCase.names) func sweep_EqualsTheCases(name: String) throws {
    let sample = try EvaluationCase(name)
    guard let expected = sample.expected["sweep"] else { return }
    let parameters: JSONValue = [
      "iou_threshold": expected["iou_threshold"] ?? .null, "max_detections": expected["max_detections"] ?? .null,
    ]
    let answer = try answer("sweep", sample.request(parameters))
    let rows = zip(answer["per_class"]?.list ?? [], expected["per_class"]?.list ?? [])
    for (row, own) in rows {
      #expect(row["category_id"] == own["category_id"] && row["objects"] == own["gt"], "\(name)")
      expect(row["best"], holds: own["best"], "\(name)")
    }
    #expect(answer["per_class"]?.list?.count == expected["per_class"]?.list?.count)
    expect(answer["all"], holds: expected["all"], "\(name)")
  }

  @Test(arguments: EvaluationCase.names) func error_PointsAtTheRow(name: String) throws {
    let sample = try EvaluationCase(name)
    guard let expected = sample.expected["error"] else { return }
    let reply = service.post("/v1/evaluations/coco", sample.request())
    #expect(expected["status"]?.number == Double(reply.status) && expected["pointer"]?.text == reply.pointer)
    expectProblem(reply)
  }
}
