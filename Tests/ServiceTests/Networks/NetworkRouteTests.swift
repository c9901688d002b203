import Foundation
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// `/v1/networks`: pictures in, boxes, heads and losses out.
@Suite struct NetworkRouteTests {
  private let service: Service
  private static let detect = "/v1/networks/shapes/detect"

  init() throws { service = try ShapesNetwork.service() }

  private func image(_ reply: Reply, _ number: Int = 0) throws -> JSONValue {
    try #require(reply.json?["images"]?.list?[number], "\(reply.text)")
  }

  /// Labels in the same order; boxes within 0.01 px, scores within 1e-5; of a JPEG as well, as it is decoded alike.
  @Test(arguments: 0..<6) func detections_AreTorchvisions(number: Int) throws {
    let expected = try ShapesNetwork.expected(number)
    let found = try image(service.send(Self.detect, ShapesNetwork.picture(number)))
    #expect(found["labels"]?.numberList == expected["labels"]?.numberList)
    #expect(found["original_size"]?.numberList == expected["image_size"]?.numberList)
    let scores = zip(found["scores"]?.numberList ?? [], expected["scores"]?.numberList ?? [])
    #expect(scores.allSatisfy { abs($0 - $1) < 1e-5 })
    let boxes = zip(found["boxes"]?.list ?? [], expected["boxes"]?.list ?? [])
    for (found, expected) in boxes {
      let sides = zip(found.numberList ?? [], expected.numberList ?? [])
      #expect(sides.count(where: { abs($0 - $1) < 1e-2 }) == 4, "\(found)")
    }
  }

  @Test func labels_HaveNames() throws {
    let found = try image(service.send(Self.detect, ShapesNetwork.picture(5)))
    #expect(found["label_names"]?.texts.count == 3)
    #expect(found["label_names"]?.texts.allSatisfy { ["circle", "square", "triangle"].contains($0) } == true)
  }

  /// The same picture as a body, in a form, in JSON, as pixels: the same answer.
  @Test func pictures_MayComeInAnyWay() throws {
    let picture = try ShapesNetwork.picture(0)
    let query = [(name: "score_threshold", value: "0.5")]
    let whole = service.send(Self.detect, picture, query: query, headers: ["Content-Type": "image/png"])
    #expect(whole.status == 200)
    let parts = [FormPart("score_threshold", "0.5"), FormPart("image", bytes: Array(picture), type: "image/png")]
    #expect(service.post(Self.detect, parts).text == whole.text)
    let base64 = picture.base64EncodedString()
    #expect(service.post(Self.detect, #"{"image": "\#(base64)", "score_threshold": 0.5}"#).text == whole.text)
    let url = #"{"image": "data:image/png;base64,\#(base64)", "score_threshold": 0.5}"#
    #expect(service.post(Self.detect, url).text == whole.text)
  }

  /// A figure holds the picture itself and a rectangle, name and score for each box; JSON's readers get JSON.
  @Test func figure_IsDrawnWhereAcceptAsksForIt() throws {
    let picture = try ShapesNetwork.picture(1)
    let query = [(name: "score_threshold", value: "0.5")]
    let drawn = service.send(Self.detect, picture, query: query, headers: ["Accept": "image/svg+xml"])
    #expect(drawn.status == 200 && drawn.headers["Content-Type"]?.hasPrefix("image/svg+xml") == true)
    #expect(drawn.text.contains(picture.base64EncodedString()))
    #expect(["square", "circle"].allSatisfy { drawn.text.contains($0) })
    for accept in [
      "application/json, image/svg+xml", "image/svg+xml;q=0, */*", "image/svg+xml;q=0.5, application/json",
    ] {
      let plain = service.send(Self.detect, picture, query: query, headers: ["Accept": accept])
      #expect(try image(plain)["labels"]?.numberList == [2, 1, 2], "\(accept)")
    }
  }

  @Test func pictures_OfAList_AreEachTheirOwn() throws {
    let texts = try [0, 1, 0].map { try "\"\(ShapesNetwork.picture($0).base64EncodedString())\"" }
    let reply = service.post(Self.detect, #"{"image": [\#(texts.joined(separator: ", "))]}"#)
    #expect(try image(reply, 0) == image(reply, 2))
    #expect(try image(reply, 1) == image(service.send(Self.detect, ShapesNetwork.picture(1))))
  }

  @Test func pixels_AreAPicture() throws {
    let row = "[" + Array(repeating: "[255, 0, 128]", count: 40).joined(separator: ",") + "]"
    let rows = Array(repeating: row, count: 32).joined(separator: ",")
    let reply = service.post(Self.detect, #"{"image": [\#(rows)]}"#)
    #expect(try image(reply)["original_size"]?.numberList == [32, 40])
    let wrong = service.post(Self.detect, #"{"image": [[[255, 0, 256]]]}"#)
    #expect(wrong.status == 422 && wrong.pointer == "/image/0/0/2", "\(wrong.text)")
  }

  /// What detections.retinanet makes of the heads is what detect answers.
  @Test func heads_AreWhatDetectionsTake() throws {
    let heads = try #require(service.send("/v1/networks/shapes/heads", ShapesNetwork.picture(5)).json)
    var request = JSONObject()
    for key in ["class_logits", "box_deltas", "anchors", "feature_sizes", "image_size", "padded_size", "original_size"]
    {
      request[key] = heads[key]
    }
    request["precision"] = "float32"
    request["max_detections"] = 300
    let answer = service.post("/v1/detections/retinanet", JSONValue.object(request).text())
    let found = try image(service.send(Self.detect, ShapesNetwork.picture(5)))
    let again = try image(answer)
    for key in ["boxes", "scores", "labels", "anchor_indices"] { #expect(again[key] == found[key], "\(key)") }
  }

  /// Near its own detections a trained network has a small loss, elsewhere a large one.
  @Test func loss_IsOfThePicturesObjects() throws {
    let truth = try #require(ShapesNetwork.expected(1)["ground_truth"]?.list)
    let base64 = try ShapesNetwork.picture(1).base64EncodedString()
    func loss(shift: Double) throws -> Double {
      let boxes = truth.map { $0["box"]?.numberList?.map { $0 + shift } ?? [] }
      let body =
        #"{"image": "\#(base64)", "target_boxes": \#(boxes), "target_labels": \#(truth.map { Int($0["label"]?.number ?? 0) })}"#
      let reply = service.post("/v1/networks/shapes/loss", body)
      return try #require(reply.json?["loss"]?.number, "\(reply.text)")
    }
    let (near, far) = (try loss(shift: 0), try loss(shift: 15))
    #expect(near < 0.2)
    #expect(far > 2 * near)
  }

  @Test func heads_MayBeAnsweredAsTensors() throws {
    let headers: HTTPHeaders = ["Accept": "application/x-safetensors"]
    let reply = service.send("/v1/networks/shapes/heads", try ShapesNetwork.picture(5), headers: headers)
    #expect(reply.status == 200 && reply.text.contains("class_logits"))
    #expect(reply.headers["Content-Type"] == "application/x-safetensors")
  }

  @Test func networks_AreListed() throws {
    let networks = try #require(service.get("/v1/networks").json?["networks"]?.list)
    #expect(networks.count == 1 && networks[0]["name"] == "shapes")
    #expect(networks[0]["labels"]?.texts == ["background", "circle", "square", "triangle"])
    #expect(Service().get("/v1/networks").json?["networks"]?.list?.isEmpty == true)
  }

  @Test func metrics_CountStages() throws {
    _ = service.send(Self.detect, try ShapesNetwork.picture(5))
    let text = service.get("/metrics").text
    #expect(text.contains(#"focald_network_pictures_total{network="shapes"} 1"#))
    #expect(text.contains(#"focald_network_stage_seconds_total{network="shapes",stage="backbone"}"#))
  }
}
