import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

@Suite struct ComparisonEndpointTests {
  private let service = Service()
  private let boxes = #""boxes": [[0, 0, 20, 20]], "target_boxes": [[15, 5, 35, 65]]"#

  @Test func comparison_AnswersEachProfileAndTheCauses() throws {
    let reply = service.post(
      "/v1/compare/losses/ciou", #"{\#(boxes), "profiles": ["torchvision", "mmdetection", "focald"]}"#)
    #expect(reply.status == 200, "\(reply.text)")
    let json = try #require(reply.json)
    #expect(json["operation"] == "losses.ciou")
    let profiles = json["profiles"]?.list ?? []
    #expect(profiles.compactMap { $0["profile"]?.text } == ["torchvision", "mmdetection", "focald"])
    let own = service.post("/v1/losses/ciou", #"{\#(boxes), "compat": "mmdetection"}"#)
    #expect(profiles.dropFirst().first?["answer"]?["loss"] == own.json?["loss"])
    let differences = json["differences"]?.list ?? []
    #expect(differences.compactMap { $0["to"]?.text } == ["mmdetection", "focald"])
    #expect(differences.first?["summary"]?.text?.contains("\"iou-above-half\" for \"always\"") == true)
  }

  /// Two profiles are sure before the body is here; the answer knows how many there were.
  @Test func comparison_CountsItsProfilesInAQuota() throws {
    let path = "/v1/compare/losses/ciou"
    #expect(service.plan(for: HTTPRequestHead(method: .post, path: path)).cost == 2)
    #expect(service.plan(for: HTTPRequestHead(method: .post, path: "/v1/losses/ciou")).cost == 1)
    let body = ByteBuffer(#"{\#(boxes), "profiles": ["torchvision", "mmdetection", "focald"]}"#)
    let request = HTTPRequest(head: HTTPRequestHead(method: .post, path: path), body: body)
    #expect(service.respond(to: request).cost == 3)
    let refused = HTTPRequest(head: request.head, body: ByteBuffer("{}"))
    #expect(service.respond(to: refused).cost == nil)
  }

  @Test func answers_AreAsTheContractSays() throws {
    let contract = try Contract()
    let schema = contract.schemas.resolved(["$ref": "#/components/schemas/CompareAnswer"])
    let bodies = [
      ("losses/ciou", #"{\#(boxes), "profiles": ["torchvision", "mmdetection"], "gradients": true}"#),
      (
        "boxes/nms",
        #"{"boxes": [[0, 0, 1, 1], [5, 5, 5, 5], [5, 5, 5, 5]], "scores": [1, 0.5, 0.4], "profiles": ["focald", "onnx"]}"#
      ),
      (
        "boxes/iou",
        #"{"boxes": [[1, 1, 1, 1]], "target_boxes": [[1, 1, 1, 1]], "profiles": ["focald", "torchvision"]}"#
      ),
    ]
    for (path, body) in bodies {
      let reply = service.post("/v1/compare/\(path)", body)
      #expect(reply.status == 200, "\(reply.text)")
      let fault = contract.schemas.fault(in: try #require(reply.json), schema)
      #expect(fault == nil, "\(path)")
    }
  }

  @Test func operationWithoutProfiles_Is404_AndSaysWhichHaveSome() {
    let reply = service.post("/v1/compare/boxes/clip", #"{"profiles": ["torchvision", "focald"]}"#)
    #expect(reply.status == 404 && reply.code == "not_found")
    #expect(reply.detail.contains("boxes.clip has no profiles") && reply.detail.contains("losses.ciou"))
    expectProblem(reply)
  }

  @Test func unknownOperation_Is404_AndNamesTheNearest() {
    let reply = service.post("/v1/compare/losses/cious", #"{"profiles": []}"#)
    #expect(reply.status == 404)
    #expect(reply.detail.contains("did you mean losses.ciou?"))
  }

  @Test(arguments: [
    (#"{BOXES}"#, "missing_field", "/profiles"), (#"{BOXES, "profiles": "torchvision"}"#, "wrong_type", "/profiles"),
    (#"{BOXES, "profiles": ["torchvision"]}"#, "out_of_range", "/profiles"),
    (#"{BOXES, "profiles": ["torchvision", "onnx"]}"#, "invalid_choice", "/profiles/1"),
    (#"{BOXES, "profiles": ["torchvision", 3]}"#, "wrong_type", "/profiles/1"),
    (#"{BOXES, "profiles": ["torchvision", "torchvision"]}"#, "conflicting_fields", "/profiles/1"),
    (#"{BOXES, "profiles": ["torchvision", "focald"], "compat": "mmdetection"}"#, "conflicting_fields", "/compat"),
    (#"{BOXES, "profiles": ["torchvision", "focald"], "gama": 1}"#, "unknown_field", "/gama"),
    (#"{"profiles": ["torchvision", "focald"]}"#, "missing_field", "/boxes"),
    (#"[1]"#, "wrong_type", ""),
  ])
  func wrongRequests_AreToldWhatAndWhere(body: String, code: String, pointer: String) {
    let reply = service.post("/v1/compare/losses/ciou", body.replacing("BOXES", with: boxes))
    #expect(reply.status == 422 && reply.code == code && reply.pointer == pointer, "\(reply.text)")
    expectProblem(reply)
  }

  @Test func bodiesOfOtherKinds_Are415() {
    let reply = service.post(
      "/v1/compare/losses/ciou", "x", headers: ["Content-Type": "application/x-safetensors"])
    #expect(reply.status == 415)
  }

  /// A key for the family is wanted, as for the operation itself.
  @Test func door_IsTheFamilys() {
    let head = HTTPRequestHead(method: .post, path: "/v1/compare/losses/ciou", headers: [:], id: "test")
    guard case .scope("losses") = service.plan(for: head).door else {
      Issue.record("the door is \(service.plan(for: head).door)")
      return
    }
  }
}
