import HTTPMessages
import Testing

@testable import FocaldAPI

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
    "image/png", "IMAGE/JPEG", "multipart/form-data; boundary=x", "audio/wav", "application/zip", "application/pdf",
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
    ("GET", "/v1/operations/losses.huuber", "losses.huber"), ("POST", "/v1/losses/focal/", "/v1/losses/focal"),
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

  @Test func earlyResponse_IsForWhatCostsNothing() {
    func early(_ method: HTTPMethod, _ path: String, length: String = "0") -> HTTPResponse? {
      service.earlyResponse(
        to: HTTPRequestHead(method: method, path: path, headers: ["Content-Length": length]))
    }
    #expect(early(.get, "/livez")?.status == .ok)
    #expect(early(.get, "/metrics")?.status == .ok)
    #expect(early(.post, "/v1/losses/focal", length: "1000000") == nil)
    #expect(early(.post, "/elsewhere", length: "100") == nil)
    #expect(early(.post, "/elsewhere", length: "1000000")?.status == .notFound)
    #expect(early(.post, "/livez", length: "1000000")?.status == .methodNotAllowed)
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
    #expect(service.get("/livez").text == #"{"status":"ok"}"#)
    #expect(service.get("/readyz").text == #"{"status":"ok"}"#)
    let summary = service.get("/healthz").json
    #expect(summary?["status"] == "ok" && summary?["version"] == .string(BuildInformation.version))
    #expect(summary?["operations"] == .number(Double(Operations.all.count)))
  }

  @Test func health_WhileDraining_IsNotReady() throws {
    let draining = Service(isDraining: { true })
    #expect(draining.get("/livez").status == 200)
    for path in ["/readyz", "/healthz"] {
      let reply = draining.get(path)
      #expect(reply.status == 503 && reply.headers["Retry-After"] != nil)
      #expect(reply.json?["status"] == "draining")
    }
    let head = HTTPRequestHead(method: .get, path: "/readyz")
    #expect(try #require(draining.respondWhileDraining(to: head)).status == .serviceUnavailable)
    #expect(draining.respondWhileDraining(to: HTTPRequestHead(method: .post, path: "/v1/losses/focal")) == nil)
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
