import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct BadInputTests {
  private let service = Service()

  @Test(arguments: BadInput.all) func badInput_IsToldWhatAndWhere(input: BadInput) throws {
    let path = "/v1/" + input.operation.split(separator: ".").joined(separator: "/")
    let reply = service.post(path, input.body)
    #expect(reply.status == input.status, "\(reply.text)")
    #expect(reply.code == input.code.rawValue, "\(reply.text)")
    #expect(reply.pointers == input.pointers, "\(reply.text)")
    #expect(input.says.isEmpty || reply.detail.contains(input.says), "\(reply.detail)")
    expectProblem(reply)
    // People read the place as well, unless it is the whole body.
    let first = input.pointers.first ?? ""
    #expect(first.isEmpty || input.pointers.count > 1 || reply.detail.hasPrefix("\(first): "))
  }

  @Test func badInputs_AreManyAndOfEveryKind() {
    #expect(BadInput.all.count >= 60)
    let elsewhere: Set<ErrorCode> = [
      .malformedRequest, .notFound, .methodNotAllowed, .requestTimeout, .bodyTooLarge, .tooManyValues,
      .unsupportedMediaType, .unsupportedEncoding, .invalidEncoding, .invalidTensorFile, .invalidMultipart,
      .invalidPicture,
      .internalError,
      .overloaded, .draining, .deadlineExceeded, .headTooLarge, .targetTooLong, .unsupportedVersion, .unauthorized,
      .forbidden, .quotaExceeded,
    ]
    #expect(Set(ErrorCode.allCases).subtracting(elsewhere).isSubset(of: BadInput.all.map(\.code)))
  }

  @Test func tooManyValues_Is413() {
    let body = #"{"logits": ["# + String(repeating: "[],", count: JSONReader.maximumValues) + "[]]}"
    let reply = service.post("/v1/losses/focal", body)
    #expect(reply.status == 413 && reply.code == "too_many_values")
    expectProblem(reply)
  }

  @Test func invertedRows_InAFlatTensor_AreToldByTheirFirstElement() {
    let boxes = #"{"shape": [3, 4], "data": [0,0,1,1, 5,5,4,6, 5,5,6,4]}"#
    let reply = service.post("/v1/losses/iou", #"{"boxes": \#(boxes), "target_boxes": \#(boxes)}"#)
    #expect(reply.pointers == ["/boxes/data/4", "/boxes/data/8"])
    #expect(reply.detail.contains("rows 1, 2"))
  }

  @Test func answer_TooLarge_NamesTheLimit() {
    var configuration = ServiceConfiguration()
    configuration.answerElementLimit = 3
    let small = Service(configuration: configuration)
    let two = "[[0,0,1,1],[0,0,1,1]]"
    let iou = small.post("/v1/boxes/iou", #"{"boxes": \#(two), "target_boxes": \#(two)}"#)
    #expect(iou.status == 422 && iou.code == "answer_too_large")
    #expect(iou.detail.contains("4 numbers") && iou.detail.contains("limit is 3"))
    expectProblem(iou)
    let anchors = small.post(
      "/v1/anchors/generate",
      #"{"feature_sizes": [[1, 1]], "strides": [8], "anchor_sizes": [[8]], "aspect_ratios": [1]}"#)
    #expect(anchors.code == "answer_too_large" && anchors.detail.contains("limit is 3"))
  }

  @Test func fields_WithoutNumber_AreNotAllSentBack() {
    let members = (0..<10_000).map { #""x\#($0)": 1"# }.joined(separator: ",")
    let reply = service.post("/v1/losses/l1", "{\(members)}")
    #expect(reply.status == 422 && reply.errors.count <= 64 && reply.text.utf8.count < 20_000)
    let long = service.post("/v1/losses/l1", #"{"\#(String(repeating: "x", count: 100_000))": 1}"#)
    #expect(long.code == "unknown_field" && long.text.utf8.count < 2000)
    let choice = #"{"predictions": [], "targets": [], "reduction": "\#(String(repeating: "é", count: 100_000))"}"#
    #expect(service.post("/v1/losses/l1", choice).text.utf8.count < 2000)
  }

  // MARK: - Small requests that ask for much

  @Test(arguments: [
    #"{"feature_sizes": [[9e15, 0]], "strides": [8], "anchor_sizes": [[8]], "aspect_ratios": [1]}"#,
    #"{"feature_sizes": [[0, 9e15]], "strides": [8], "anchor_sizes": [[8]], "aspect_ratios": [1]}"#,
    #"{"feature_sizes": [[9e15, 9e15]], "strides": [8], "anchor_sizes": [[]], "aspect_ratios": [1]}"#,
    #"{"feature_sizes": [[9e15, 9e15]], "strides": [8], "anchor_sizes": [[8]], "aspect_ratios": [[]]}"#,
    #"{"feature_sizes": [], "strides": [], "anchor_sizes": [], "aspect_ratios": []}"#,
  ]) func anchors_OfLevelsWithoutAny_AreNone(body: String) {
    #expect(service.post("/v1/anchors/generate", body).json == ["anchors": .array([])])
  }

  @Test func images_None_AskForNoAnchors() {
    let body = #"""
      {"class_logits": {"shape": [0, 2000000000000000000, 1], "data": []},
       "box_deltas": {"shape": [0, 2000000000000000000, 4], "data": []},
       "image_size": [8, 8], "feature_sizes": [[1000000000, 2000000000]], "strides": [8], "anchor_sizes": [[8]],
       "aspect_ratios": [1]}
      """#
    #expect(service.post("/v1/detections/retinanet", body).json == ["images": .array([])])
  }

  @Test func images_OfNothing_AreLimited() {
    let body = #"""
      {"class_logits": {"shape": [1000000000, 0, 4], "data": []}, "box_deltas": {"shape": [1000000000, 0, 4], "data": []},
       "image_size": [8, 8], "feature_sizes": [], "anchor_sizes": [], "aspect_ratios": []}
      """#
    let reply = service.post("/v1/detections/retinanet", body)
    #expect(reply.status == 422 && reply.code == "answer_too_large" && reply.pointer == "/class_logits")
  }

  @Test(arguments: ["[0, 9223372036854775807]", "[9e18, 0]", "[1000000000, 0, 4]", "[0]", "[3, 0, 0, 9e15]"])
  func tensors_Empty_OfAnyShape_HaveALoss(shape: String) {
    let empty = #"{"shape": \#(shape), "data": []}"#
    for reduction in ["none", "mean", "sum"] {
      let body = #"{"predictions": \#(empty), "targets": \#(empty), "gradients": true, "reduction": "\#(reduction)"}"#
      let reply = service.post("/v1/losses/l2", body)
      // 2⁶³ itself is no extent.
      let isTooLarge = shape.contains("9223372036854775807")
      #expect(reply.status == (isTooLarge ? 422 : 200) && reply.text.utf8.count < 10_000, "\(reply.text.prefix(500))")
    }
  }
}
