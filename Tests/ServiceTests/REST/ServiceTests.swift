import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct ServiceTests {
  private let service = Service()
  private let focal = #"{"logits": [1.5], "targets": [1]}"#

  // MARK: - Media

  @Test(arguments: [
    "application/json", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "text/plain",
    "application/octet-stream", "application/vnd.api+json", "nonsense", "",
  ]) func body_IsJSON_WhateverItsType(type: String) {
    #expect(service.post("/v1/losses/focal", focal, headers: ["Content-Type": type]).status == 200)
  }

  @Test func body_WithoutType_IsJSON() {
    #expect(service.post("/v1/losses/focal", focal).status == 200)
    #expect(service.post("/v1/losses/focal", focal, headers: ["Content-Encoding": "identity"]).status == 200)
  }

  @Test(arguments: [
    "image/png", "IMAGE/JPEG", "multipart/mixed; boundary=x", "audio/wav", "application/zip", "application/pdf",
  ]) func body_OfATypeThatCannotHoldJSON_Is415(type: String) {
    let reply = service.post("/v1/losses/focal", focal, headers: ["Content-Type": type])
    #expect(reply.status == 415 && reply.code == "unsupported_media_type")
    #expect(reply.detail.contains(type))
    expectProblem(reply)
  }

  @Test(arguments: ["br", "compress", "aws-chunked"]) func body_InAnUnknownCoding_Is415(coding: String) {
    let reply = service.post("/v1/losses/focal", focal, headers: ["Content-Encoding": coding])
    #expect(reply.status == 415 && reply.detail.contains(coding))
    expectProblem(reply)
  }

  // MARK: - Methods and paths

  @Test func head_IsAnsweredLikeGet() {
    for path in ["/", "/livez", "/readyz", "/metrics", "/v1/operations", "/v1/operations/losses.focal"] {
      let reply = service.send(.head, path)
      #expect(reply.status == 200 && reply.headers["Content-Type"] == service.get(path).headers["Content-Type"])
    }
  }

  @Test func options_NameTheMethods() {
    let operation = service.send(.options, "/v1/losses/focal")
    #expect(operation.status == 204 && operation.headers["Allow"] == "POST, OPTIONS" && operation.text.isEmpty)
    let health = service.send(.options, "/livez")
    #expect(health.status == 204 && health.headers["Allow"] == "GET, HEAD, OPTIONS")
  }

  @Test(arguments: [
    ("GET", "/v1/losses/focal", "POST, OPTIONS"), ("PUT", "/v1/losses/focal", "POST, OPTIONS"),
    ("DELETE", "/v1/operations/losses.focal", "GET, HEAD, OPTIONS"), ("POST", "/livez", "GET, HEAD, OPTIONS"),
    ("POST", "/", "GET, HEAD, OPTIONS"), ("BREW", "/metrics", "GET, HEAD, OPTIONS"),
  ]) func method_Unknown_Is405(method: String, path: String, allow: String) {
    let reply = service.send(HTTPMethod(rawValue: method), path)
    #expect(reply.status == 405 && reply.code == "method_not_allowed" && reply.headers["Allow"] == allow)
    #expect(reply.detail.contains(method) && reply.detail.contains(allow))
    expectProblem(reply)
  }

  @Test(arguments: [
    ("POST", "/v1/losses/fcal", "losses.focal"), ("GET", "/v1/losses/fcal", "losses.focal"),
    ("OPTIONS", "/v1/losses/fcal", "losses.focal"), ("POST", "/v1/losses/smooth_l1", "losses.smooth-l1"),
    ("POST", "/v1/loss/focal", "losses.focal"), ("POST", "/v1/box/nms", "boxes.nms"),
    ("GET", "/v1/operations/losses.huuber", "losses.huber"), ("POST", "/v1/losses/fcal/", "losses.focal"),
    ("POST", "/losses/focal", "/v1/losses/focal"), ("GET", "/metric", "/metrics"), ("GET", "/health", "/healthz"),
    ("GET", "/openapi.yml", "/openapi.yaml"),
  ]) func path_Unknown_Is404WithTheNearest(method: String, path: String, nearest: String) {
    let reply = service.send(HTTPMethod(rawValue: method), path)
    #expect(reply.status == 404 && reply.code == "not_found")
    #expect(reply.detail.contains("did you mean \(nearest)?"), "\(reply.detail)")
    expectProblem(reply)
  }

  @Test(arguments: [
    "/v1/losses/nope", "/v1/nothing/focal", "/elsewhere", "/v1", "/v1/operations/x", "//",
  ])
  func path_FarFromAll_Is404WithoutAGuess(path: String) {
    let reply = service.post(path, "{}")
    #expect([404, 405].contains(reply.status) && !reply.detail.contains("did you mean"), "\(reply.detail)")
    expectProblem(reply)
  }

  @Test func route_IsATemplate() {
    func route(_ method: HTTPMethod, _ path: String) -> String? {
      service.respond(to: HTTPRequest(head: HTTPRequestHead(method: method, path: path))).route
    }
    #expect(route(.post, "/v1/losses/focal") == "/v1/losses/focal")
    #expect(route(.get, "/v1/operations/losses.focal") == "/v1/operations/{operation}")
    #expect(route(.get, "/livez") == "/livez")
    #expect(route(.get, "/elsewhere") == nil)
  }

  // MARK: - Before the body

  private func moment(_ method: HTTPMethod, _ path: String, _ headers: HTTPHeaders = [:]) -> HTTPPlan.Moment {
    service.plan(for: HTTPRequestHead(method: method, path: path, headers: headers)).moment
  }

  @Test func plan_IsEarlyForWhatCostsNothing() {
    let large: HTTPHeaders = ["Content-Length": "1000000"]
    #expect(moment(.get, "/livez") == .early)
    #expect(moment(.get, "/metrics") == .early)
    #expect(moment(.get, "/v1/operations") == .queued)
    #expect(moment(.post, "/elsewhere", ["Content-Length": "100"]) == .queued)
    #expect(moment(.post, "/elsewhere", large) == .early)
    #expect(moment(.post, "/livez", large) == .early)
    #expect(moment(.post, "/v1/losses/fcal", large) == .queued)
    #expect(moment(.get, "/v1/losses/focal", large) == .early)
  }

  // A grid, pairs of boxes or shared memory make much work of a few bytes, and so do bytes that expand.
  @Test func plan_IsPromptForSmallBodiesOfLinearOperationsAlone() {
    func isPrompt(_ path: String, _ headers: HTTPHeaders = [:]) -> Bool {
      if case .prompt(let limit) = moment(.post, path, headers) { return limit <= 4096 }
      return false
    }
    let linear = Set(Registry.all.filter(\.isLinear).map(\.declaration.id))
    for operation in Registry.all {
      #expect(isPrompt(operation.declaration.path) == linear.contains(operation.declaration.id))
    }
    #expect(linear.isSuperset(of: ["losses.focal", "losses.ciou", "losses.l1", "losses.yolov3-box", "boxes.convert"]))
    #expect(
      linear.isDisjoint(with: ["boxes.iou", "boxes.nms", "anchors.generate", "anchors.match", "detections.retinanet"]))
    #expect(!isPrompt("/v1/losses/focal", ["Content-Encoding": "gzip"]))
    #expect(!isPrompt("/v2/models/losses.focal/infer"))
  }

  @Test(arguments: [
    (HTTPServerFailure.bodyTooLarge(limit: 1000), 413, "1000"), (.bodyTimeout, 408, "body"),
    (.overloaded, 503, "queue"), (.draining, 503, "stop"), (.deadlineExceeded, 504, "deadline"),
    (.outOfMemory, 503, "memory"), (.malformedRequest("two lengths"), 400, "two lengths"),
  ]) func failure_OfTheServer_IsAProblem(failure: HTTPServerFailure, status: Int, word: String) {
    let head = HTTPRequestHead(method: .post, path: "/v1/losses/focal", id: "test")
    let response = service.response(to: failure, of: head)
    let reply = Reply(response)
    #expect(reply.status == status && reply.detail.contains(word) && response.route == "/v1/losses/focal")
    #expect((reply.headers["Retry-After"] != nil) == (status == 503))
    expectProblem(reply)
  }

  @Test func deadline_Passed_Is504() {
    let row = "[0, 0, 1, 1]"
    let rows = "[" + Array(repeating: row, count: 500).joined(separator: ",") + "]"
    let head = HTTPRequestHead(method: .post, path: "/v1/boxes/iou", id: "test")
    let request = HTTPRequest(
      head: head, body: ByteBuffer(#"{"boxes": \#(rows), "target_boxes": \#(rows)}"#), deadline: .now - .seconds(1))
    let reply = Reply(service.respond(to: request))
    #expect(reply.status == 504 && reply.code == "deadline_exceeded")
    expectProblem(reply)
  }

  // MARK: - Health and index

  @Test func health_IsOk() {
    #expect(service.get("/livez").text == "{\"status\":\"ok\"}\n")
    #expect(service.get("/readyz").text == "{\"status\":\"ok\"}\n")
    let summary = service.get("/healthz").json
    #expect(summary?["status"] == "ok" && summary?["version"] == .string(BuildInformation.version))
    #expect(summary?["processor"] == .string(BuildInformation.processor))
    #expect(summary?["operations"] == .number(Double(Registry.all.count)))
  }

  @Test func health_WhileDraining_IsNotReady() throws {
    let draining = Service(isDraining: { true })
    #expect(draining.get("/livez").status == 200)
    for path in ["/readyz", "/healthz"] {
      let reply = draining.get(path)
      #expect(reply.status == 503 && reply.headers["Retry-After"] != nil)
      #expect(reply.json?["status"] == "draining")
    }
    #expect(draining.plan(for: HTTPRequestHead(method: .get, path: "/readyz")).answersWhileDraining)
    #expect(draining.plan(for: HTTPRequestHead(method: .get, path: "/metrics")).answersWhileDraining)
    #expect(!draining.plan(for: HTTPRequestHead(method: .post, path: "/v1/losses/focal")).answersWhileDraining)
    let elsewhere = HTTPRequestHead(method: .post, path: "/elsewhere", headers: ["Content-Length": "1000000"])
    #expect(!draining.plan(for: elsewhere).answersWhileDraining)
  }

  @Test func index_NamesWhatThereIs() throws {
    let index = try #require(service.get("/").json)
    #expect(index["name"] == "focald" && index["version"] == .string(BuildInformation.version))
    let places =
      [index["operations"], index["metrics"]].compactMap { $0?.text }
      + (index["contract"]?.texts ?? []) + (index["health"]?.texts ?? [])
    for place in places { #expect(service.get(place).status == 200, "\(place)") }
    #expect(index["try"]?.text?.hasPrefix("curl ") == true)
  }
}

@Suite struct QueryTests {
  @Test func query_OfAJSONRequest_IsRefused() {
    let head = HTTPRequestHead(
      method: .post, path: "/v1/losses/l1", query: [(name: "reduction", value: "sum")], id: "test")
    let body = ByteBuffer(#"{"predictions": [1], "targets": [0]}"#)
    let reply = Reply(Service().respond(to: HTTPRequest(head: head, body: body)))
    #expect(reply.status == 422 && reply.code == "unknown_field" && reply.pointer == "/reduction")
    expectProblem(reply)
  }
}
