import Foundation
import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

@Suite struct FigureTests {
  private let service = Service()

  private func get(_ path: String, _ query: [(name: String, value: String)] = []) -> Reply {
    let head = HTTPRequestHead(method: .get, path: path, query: query, headers: [:], id: "test")
    return Reply(service.respond(to: HTTPRequest(head: head, body: ByteBuffer())))
  }

  private func expectFigure(_ reply: Reply, _ comment: Comment? = nil) {
    #expect(reply.status == 200, comment)
    #expect(reply.headers["Content-Type"] == "image/svg+xml", comment)
    #expect(reply.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true, comment)
    #expect(
      reply.text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && reply.text.hasSuffix("</svg>\n"), comment)
    #expect(!reply.text.contains("nan") && !reply.text.contains("inf"), comment)
  }

  @Test func examples_AreDrawn_AndTheSameBytesAgain() {
    for figure in Figure.all {
      let path = figure.declaration.path
      let replies = (0..<2).map { _ in
        figure.isAskedByQuery ? get(path) : service.post(path, figure.declaration.example)
      }
      expectFigure(replies[0], "\(path)")
      #expect(replies[0].text == replies[1].text, "\(path)")
    }
  }

  /// Those that the README and docs/networks.md show; each was written by the request beside it.
  @Test func committedFigures_AreTheServicesOwn() throws {
    #expect(get("/v1/figures/focal.svg").text == (try Package.text("docs/figures/focal.svg")))
    let deltas = [(name: "delta", value: "0.5,1,2")]
    #expect(get("/v1/figures/regression.svg", deltas).text == (try Package.text("docs/figures/regression.svg")))
    let request = try Package.text("Examples/detections-figure.json")
    #expect(
      service.post("/v1/figures/detections.svg", request).text == (try Package.text("docs/figures/detections.svg")))
    let log = try Package.text("Examples/networks/checkpoints/training.json")
    #expect(service.post("/v1/figures/training.svg", log).text == (try Package.text("docs/figures/training.svg")))
  }

  /// The points of the curve, read back: x = 68 + p · width, y = 384 − loss / 5 · 320.
  @Test func focalCurves_AreTheLosses() throws {
    let svg = get("/v1/figures/focal.svg", [(name: "gamma", value: "2")]).text
    let data = try #require(svg.split(separator: "<path d=\"M").dropFirst().first?.prefix { $0 != "\"" })
    let points = data.split(separator: "L").map { $0.split(separator: " ").compactMap { Double($0) } }
    let right = try #require(points.last?.first)
    #expect(points.count == 240)
    let p = (points[180][0] - 68) / (right - 68)
    let answer = service.post(
      "/v1/losses/focal", #"{"probabilities": [\#(p)], "targets": [1], "gamma": 2, "alpha": null, "reduction": "sum"}"#)
    let loss = try #require(answer.json?["loss"]?.number)
    #expect(abs(384 - loss / 5 * 320 - points[180][1]) < 0.1)
  }

  @Test func answersAndHeads_AreDrawnAlike() throws {
    let request = try Package.text("Examples/retinanet-request.json")
    let answer = service.post("/v1/detections/retinanet", request).text
    let drawn = service.post("/v1/figures/detections.svg", answer)
    expectFigure(drawn)
    let heads = service.post(
      "/v1/figures/detections.svg", #"{"operation": "detections.retinanet", "request": \#(request)}"#)
    #expect(heads.text == drawn.text)
    #expect(drawn.text.contains("class 2 1.00"))
  }

  /// It names each box's class, and knows its picture's size.
  @Test func answerOfANetwork_IsDrawnWithItsNamesAndSize() {
    let reply = service.post(
      "/v1/figures/detections.svg",
      ##"{"images": [{"boxes": [[1, 2, 30, 40], [5, 5, 9, 9]], "scores": [0.98765, 0.5], "labels": [3, 1], "##
        + ##""label_names": ["triangle", "circle"], "original_size": [50, 100]}]}"##)
    expectFigure(reply)
    #expect(reply.text.contains("triangle 0.99") && reply.text.contains("circle 0.50"))
    #expect(reply.text.contains("width=\"720\" height=\"360\""))
  }

  @Test func hostileNames_AreText() {
    let reply = service.post(
      "/v1/figures/detections.svg",
      ##"{"boxes": [[1, 2, 30, 40]], "labels": [0], "label_names": ["</text><script>x</script>"], "image_size": [50, 50]}"##
    )
    expectFigure(reply)
    #expect(!reply.text.contains("<script") && reply.text.contains("&lt;script&gt;"))
  }

  @Test(arguments: [
    ("detections.svg", #"{"boxes": [[1, 2, 3]]}"#, "/boxes"), ("detections.svg", #"{"images": 3}"#, "/images"),
    ("detections.svg", #"{"images": [{}], "image": 7}"#, "/image"),
    ("detections.svg", #"{"images": [4]}"#, "/images/0"),
    ("detections.svg", #"{"request": {}}"#, "/operation"),
    ("detections.svg", #"{"request": {}, "operation": "losses.focal"}"#, "/operation"),
    ("detections.svg", #"{"boxes": [[1, 2, 3, 4]], "picture": "AAAA"}"#, "/picture"),
    ("detections.svg", #"{"boxes": [[1, 2, 3, 4]], "picture": "data:image/png"}"#, "/picture"),
    ("detections.svg", #"{"boxes": [[1, 2, 3, 4]], "image_size": [1e300, 5]}"#, "/image_size"),
    ("training.svg", #"{"values": [[1, 2]], "steps": [1, 2]}"#, "/steps"),
    ("training.svg", #"{"values": [[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]]}"#, "/values"),
    ("precision-recall.svg", #"{"precision": [[1]]}"#, "/precision"),
  ]) func badBody_IsSaidWithItsPlace(name: String, body: String, pointer: String) {
    let reply = service.post("/v1/figures/\(name)", body)
    #expect((400..<500).contains(reply.status))
    #expect(reply.pointer == pointer, "\(reply.text)")
  }

  @Test func badQuery_IsSaidWithItsPlace() {
    let reply = get("/v1/figures/focal.svg", [("gama", "1"), ("gamma", "-1"), ("alpha", "x")])
    #expect(reply.status == 422 && reply.pointers == ["/gama", "/gamma/0", "/alpha"])
    let many = (0..<17).map(String.init).joined(separator: ",")
    #expect(get("/v1/figures/focal.svg", [("gamma", many)]).pointer == "/gamma")
  }

  @Test func emptyFigures_AreDrawn() {
    expectFigure(service.post("/v1/figures/detections.svg", #"{"boxes": []}"#))
    expectFigure(
      service.post("/v1/figures/detections.svg", #"{"images": [{"boxes": [], "scores": [], "labels": []}]}"#))
    expectFigure(get("/v1/figures/focal.svg", [("gamma", "")]))
  }

  @Test func itemOfAQuery_ThatIsGivenTwice_IsRefused() {
    let reply = get("/v1/figures/focal.svg", [("gamma", "1"), ("gamma", "2")])
    #expect(reply.status == 422 && reply.text.contains(#""code":"duplicate_key""#) && reply.text.contains("/gamma"))
  }

  @Test func base64_IsReadWhole_AndNothingElseIs() {
    #expect(FigurePicture.decoded("aGVsbG8gd29ybGQ="[...].utf8).map { Array($0.bytes) } == Array("hello world".utf8))
    #expect(FigurePicture.decoded("aGVsbG8"[...].utf8).map { Array($0.bytes) } == Array("hello".utf8))
    #expect(FigurePicture.decoded("/+8="[...].utf8).map { Array($0.bytes) } == [0xFF, 0xEF])
    for count in 0..<9 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 250 + 31 * $0) }
      let text = bytes.withUnsafeBytes { Base64.text(of: $0) }
      #expect(FigurePicture.decoded(text[...].utf8).map { Array($0.bytes) } == bytes && text.count % 4 == 0)
    }
    for text in ["a", "a*==", "aG=k", "====", "aGk\n"] {
      #expect(FigurePicture.decoded(text[...].utf8) == nil, "\(text)")
    }
  }
}
