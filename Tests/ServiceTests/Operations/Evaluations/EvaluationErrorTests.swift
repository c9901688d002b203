import DetectionCore
import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// Records that cannot be evaluated get an error with the place of what is wrong.
@Suite struct EvaluationErrorTests {
  private let service = Service()

  private static let truth = #"""
    {"images":[{"id":1},{"id":2}],"categories":[{"id":1}],"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]}
    """#
  private static let row = #"{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"score":0.5}"#

  private func post(_ operation: String = "coco", truth: String = truth, rows: String = row, more: String = "") -> Reply
  {
    service.post("/v1/evaluations/\(operation)", #"{"ground_truth":\#(truth),"detections":[\#(rows)]\#(more)}"#)
  }

  @Test(arguments: [
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,-3,4]"#, 422, "inverted_box", "/detections/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,3]"#, 422, "shape_mismatch", "/detections/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,1e300,1e300]"#, 422, "out_of_range", "/detections/1/bbox"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,1e999,4]"#, 422, "number_out_of_range", "/detections/1/bbox/2"),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,NaN,4]"#, 400, "invalid_json", "/detections/1/bbox/2"),
    (#""image_id":1"#, #""image_id":7"#, 422, "unknown_id", "/detections/1/image_id"),
    (#""image_id":1"#, #""image_id":"1""#, 422, "unknown_id", "/detections/1/image_id"),
    (#""image_id":1"#, #""image_id":1.0"#, 422, "wrong_type", "/detections/1/image_id"),
    (#""score":0.5"#, #""score":"high""#, 422, "wrong_type", "/detections/1/score"),
    (#""score":0.5"#, #""scores":0.5"#, 422, "missing_field", "/detections/1/score"),
    (#""score":0.5"#, #""score":0.5,"score":1"#, 422, "duplicate_key", "/detections/1/score"),
    (#""score":0.5"#, #""score":0.5"x""#, 400, "invalid_json", "/detections/1/score"),
  ]) func wrongDetection_IsPointedAt(member: String, wrong: String, status: Int, code: String, pointer: String) {
    for operation in ["coco", "voc", "tide", "confusion-matrix", "sweep", "match"] {
      let reply = post(operation, rows: "\(Self.row),\(Self.row.replacing(member, with: wrong))")
      #expect(reply.status == status && reply.code == code && reply.pointer == pointer, "\(operation): \(reply.text)")
      expectProblem(reply)
    }
  }

  @Test func idOfTheOtherKind_IsSaidToBe() {
    let reply = post(rows: Self.row.replacing(#""image_id":1"#, with: #""image_id":"2""#))
    #expect(reply.detail.contains("\"2\"") && reply.detail.contains("a number"), "\(reply.detail)")
  }

  @Test(arguments: [
    (#""id":1,"image_id""#, #""id":2},{"id":2,"image_id""#, "missing_field", "/ground_truth/annotations/0/image_id"),
    (
      #""bbox":[1,2,3,4]}]"#, #""bbox":[1,2,3,4]},{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]"#,
      "duplicate_id",
      "/ground_truth/annotations/1/id"
    ),
    (#""bbox":[1,2,3,4]"#, #""bbox":[1,2,3,-4]"#, "inverted_box", "/ground_truth/annotations/0/bbox"),
    (#""images":"#, #""pictures":"#, "missing_field", "/ground_truth/images"),
    (#"{"id":2}"#, #"{"id":[2]}"#, "wrong_type", "/ground_truth/images/1/id"),
    (#""categories":[{"id":1}]"#, #""categories":5"#, "wrong_type", "/ground_truth/categories"),
  ]) func wrongGroundTruth_IsPointedAt(part: String, wrong: String, code: String, pointer: String) {
    let reply = post(truth: Self.truth.replacing(part, with: wrong))
    #expect(reply.status == 422 && reply.code == code && reply.pointer == pointer, "\(reply.text)")
  }

  @Test func columns_ArePointedAt() {
    func post(_ name: String, _ value: String) -> Reply {
      guard case .object(var request)? = try? readJSON(EvaluationExample.columns) else { return self.post() }
      request[name] = (try? readJSON(value)) ?? .null
      return service.post("/v1/evaluations/coco", JSONValue.object(request).text())
    }
    let negative = post("boxes", "[[1,2,0,60],[58,20,90,82],[5,5,40,40],[100,5,120,25]]")
    #expect(negative.code == "inverted_box" && negative.pointer == "/boxes/0", "\(negative.text)")
    let image = post("image_indices", "[0,0,1,-1]")
    #expect(image.code == "out_of_range" && image.pointer == "/image_indices/3", "\(image.text)")
    let many = post("num_images", "1")
    #expect(many.code == "out_of_range" && many.pointer == "/target_image_indices/2", "\(many.text)")
    let short = post("scores", "[0.5]")
    #expect(short.code == "shape_mismatch", "\(short.text)")
    let missing = post("labels", "null")
    #expect(missing.code == "missing_field" && missing.pointer == "/labels", "\(missing.text)")
    let mixed = post("detections", "[]")
    #expect(mixed.code == "conflicting_fields", "\(mixed.text)")
    let other = post("ground_truth", "{}")
    #expect(other.code == "conflicting_fields", "\(other.text)")
  }

  @Test func images_BeyondAllReason_AreRefused() {
    let body =
      #"{"target_boxes":[],"target_labels":[],"target_image_indices":[],"boxes":[[1,2,3,4]],"scores":[1],"labels":[1],"image_indices":[9e15]}"#
    let reply = service.post("/v1/evaluations/coco", body)
    #expect(reply.status == 422 && reply.pointer == "/image_indices/0", "\(reply.text)")
  }

  /// A body that is cut anywhere is no JSON.
  @Test func bodyCutAnywhere_IsRefused() {
    let body = #"{"ground_truth":\#(Self.truth),"detections":[\#(Self.row)],"text":true}"#
    for count in 0..<body.utf8.count {
      let reply = service.post("/v1/evaluations/coco", String(body.prefix(count)))
      #expect(reply.status == 400 && reply.code == "invalid_json", "\(count): \(reply.text)")
    }
  }

  @Test(arguments: [
    (#"{"ground_truth":{},"ground_truth":{}}"#, 422, "duplicate_key", "/ground_truth"),
    (#"{"ground_truth":{},"detections":[],"tex":true}"#, 422, "unknown_field", "/tex"),
    (#"{"ground_truth":{}}"#, 422, "missing_field", "/detections"), ("[]", 422, "wrong_type", ""),
    (#"{"detections":null,"ground_truth":null}"#, 422, "missing_field", "/ground_truth"),
    (#"{"ground_truth":[],"detections":[]}"#, 422, "wrong_type", "/ground_truth"),
    (
      #"{"ground_truth":{"images":[],"categories":[],"annotations":[]},"detections":{}}"#, 422, "wrong_type",
      "/detections"
    ),
    (#"{"ground_truth":{},"detections":[],"text":tru}"#, 400, "invalid_json", "/text"),
  ]) func wrongBody_IsPointedAt(body: String, status: Int, code: String, pointer: String) {
    let reply = service.post("/v1/evaluations/coco", body)
    #expect(reply.status == status && reply.code == code && reply.pointer == pointer, "\(reply.text)")
    expectProblem(reply)
  }

  /// A million members that nothing reads, ids of 10 kB, 100 kB of polygons: skipped, or read, and said in few words.
  @Test func largeRecords_AreTaken() {
    let id = String(repeating: "x", count: 10_000)
    let many = (0..<1_000_000).map { "\"m\($0)\":0" }.joined(separator: ",")
    let truth = #"""
      {\#(many),"images":[{"id":"\#(id)","segmentation":[\#(String(repeating: "[1,2],", count: 20_000))3]}],
      "categories":[{"id":1}],"annotations":[{"image_id":"\#(id)","category_id":1,"bbox":[1,2,3,4]}]}
      """#
    let row = Self.row.replacing(#""image_id":1"#, with: #""image_id":"\#(id)""#)
    let reply = post(truth: truth, rows: row)
    #expect(reply.status == 200 && reply.json?["summary"]?["AR1"] == 1, "\(reply.text.prefix(300))")
    let unknown = post(truth: truth, rows: row.replacing(id, with: id + "y"))
    #expect(unknown.code == "unknown_id" && unknown.text.utf8.count < 2000)
  }

  @Test(arguments: [
    #","iou_thresholds":[]"#, #","iou_thresholds":[1.5]"#, #","max_detections":[0]"#, #","max_detections":[]"#,
    #","area_ranges":{}"#, #","area_ranges":{"a":[2,1]}"#, #","area_ranges":{"a":[1]}"#, #","recall_points":1"#,
    #","area_ranges":{"all":[0,1],"unit":"feet"}"#, #","slice_by":"weather""#, #","match_threshold":0.7"#,
    #","compat":"matlab""#, #","format":"xywh""#, #","num_images":3"#, #","target_crowd":[0]"#,
    #","area_ranges":{"all":[0,1],"unit":"image_fraction"}"#,
  ]) func wrongParameter_IsRefused(more: String) {
    let reply = post(more: more)
    #expect(reply.status == 422, "\(more): \(reply.text)")
    expectProblem(reply)
  }

  /// Arrays beyond the limit are refused before they are made.
  @Test func arrays_BeyondTheLimit_AreRefused() {
    let categories = (0..<2000).map { #"{"id":\#($0)}"# }.joined(separator: ",")
    let truth = Self.truth.replacing(#""categories":[{"id":1}]"#, with: #""categories":[\#(categories)]"#)
    let reply = post(truth: truth, more: #","arrays":true,"recall_points":1001"#)
    #expect(reply.status == 422 && reply.code == "answer_too_large", "\(reply.text.prefix(300))")
    #expect(post("confusion-matrix", truth: truth).status == 200)
  }

  /// Each of them is within its own limit.
  @Test func parameters_ThatAreManyTogether_AreRefused() {
    let thresholds = (0..<1000).map { "\(Double($0) / 1000)" }.joined(separator: ",")
    let ranges = (0..<40).map { #""r\#($0)":[0,1e9]"# }.joined(separator: ",")
    let more = #","iou_thresholds":[\#(thresholds)],"area_ranges":{"all":[0,1e9],\#(ranges)},"max_detections":[1000]"#
    #expect(post(more: more + #","recall_points":2"#).status == 200)
    let curves = post(more: more + #","recall_points":10001"#)
    #expect(curves.status == 422 && curves.pointer == "/recall_points", "\(curves.text.prefix(500))")
    let objects = (0..<700).map { #"{"id":\#($0),"image_id":1,"category_id":1,"bbox":[1,2,3,4]}"# }
    let truth = Self.truth.replacing(
      #"{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}"#, with: objects.joined(separator: ","))
    let rows = Array(repeating: Self.row, count: 700).joined(separator: ",")
    let pairs = post(truth: truth, rows: rows, more: more + #","recall_points":2"#)
    #expect(pairs.status == 422 && pairs.pointer == "/iou_thresholds", "\(pairs.text.prefix(500))")
  }

  /// An average for each of two categories, 1000 thresholds and 41 ranges.
  @Test func averages_AreReserved() throws {
    let operation = try #require(Registry.named("evaluations.coco"))
    let thresholds = (0..<1000).map { "\(Double($0) / 1000)" }.joined(separator: ",")
    let ranges = (0..<40).map { #""r\#($0)":[0,1e9]"# }.joined(separator: ",")
    let body = try readJSON(
      EvaluationExample.request(
        #", "iou_thresholds": [\#(thresholds)], "area_ranges": {"all": [0, 1e9], \#(ranges)}, "recall_points": 2"#))
    #expect { try operation.answer(body, limits: Limits(reserve: { $0 < 2 * 41 * 1000 * 8 - 10_000 })) } throws: {
      ($0 as? Problem)?.issues.first?.code == .overloaded
    }
    #expect(throws: Never.self) { try operation.answer(body, limits: Limits(reserve: { $0 < 1 << 20 })) }
  }

  /// What only JSON has is refused where it would come as something else.
  @Test func records_InTheInferenceProtocol_AreRefused() {
    let body = #"{"inputs":[],"parameters":{"ground_truth":"{}"}}"#
    let reply = service.post("/v2/models/evaluations.coco/infer", body)
    #expect(reply.status == 400 && reply.text.contains("/parameters/ground_truth"), "\(reply.text)")
  }

  @Test func deadline_IsHeeded() throws {
    let sample = try EvaluationCase("medium-a")
    let request = HTTPRequest(
      head: HTTPRequestHead(method: .post, path: "/v1/evaluations/coco", id: "test"),
      body: ByteBuffer(sample.request()), deadline: .now)
    #expect(Reply(service.respond(to: request)).status == 504)
  }
}
