import Foundation
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// What is wrong with a request to a network, and what is said of it.
@Suite struct NetworkErrorTests {
  private let service: Service
  private static let detect = "/v1/networks/shapes/detect"

  init() throws { service = try ShapesNetwork.service() }

  @Test func badRequests_AreNamed() throws {
    let picture = try ShapesNetwork.picture(5)
    let rows: [(Data, [(name: String, value: String)], HTTPHeaders, Int, String, String)] = [
      (Data("nothing".utf8), [], ["Content-Type": "image/png"], 400, "invalid_picture", ""),
      (picture.prefix(400), [], [:], 400, "invalid_picture", ""),
      (Data("{}".utf8), [], [:], 422, "missing_field", "/image"),
      (Data(#"{"image": 3}"#.utf8), [], [:], 422, "wrong_type", "/image"),
      (Data(#"{"image": "?"}"#.utf8), [], [:], 422, "wrong_type", "/image"),
      (Data(#"{"image": "QUJD"}"#.utf8), [], [:], 400, "invalid_picture", "/image"),
      (Data("[]".utf8), [], [:], 422, "wrong_type", ""), (Data("{".utf8), [], [:], 400, "invalid_json", ""),
      (picture, [("score_threshold", "2")], [:], 422, "out_of_range", "/score_threshold"),
      (picture, [("threshold", "0.5")], [:], 422, "unknown_field", "/threshold"),
      (picture, [("anchor_sizes", "[[1]]")], [:], 422, "conflicting_fields", "/anchor_sizes"),
      (picture, [("top_k", "1"), ("top_k", "2")], [:], 422, "duplicate_key", "/top_k"),
      (Data("x".utf8), [], ["Content-Type": "application/pdf"], 415, "unsupported_media_type", ""),
    ]
    for (body, query, headers, status, code, pointer) in rows {
      let reply = service.send(Self.detect, body, query: query, headers: headers)
      #expect(reply.status == status && reply.code == code && reply.pointer == pointer, "\(reply.text)")
      expectProblem(reply)
    }
  }

  @Test func networks_ThatAreNotThere_Are404() throws {
    let reply = service.send("/v1/networks/shape/detect", try ShapesNetwork.picture(5))
    #expect(reply.status == 404 && reply.detail.contains("did you mean shapes?"), "\(reply.text)")
    #expect(Service().post("/v1/networks/shapes/detect", "{}").detail.contains("none is loaded"))
    #expect(service.post("/v1/networks/shapes/draw", "{}").status == 404)
  }

  @Test func heads_TakeNoParameters() throws {
    let reply = service.send(
      "/v1/networks/shapes/heads", try ShapesNetwork.picture(5), query: [("score_threshold", "0.5")])
    #expect(reply.status == 422 && reply.code == "unknown_field")
  }

  /// Damaged pictures are refused with words, or are pictures after all. FOCALD_MUTATIONS: how many are tried.
  @Test func damagedPictures_AreRefusedOrRead() throws {
    let count = ProcessInfo.processInfo.environment["FOCALD_MUTATIONS"].flatMap { Int($0) } ?? 60
    let originals = try [0, 5].map { try ShapesNetwork.picture($0) } + [ShapesNetwork.file("lossy-alpha.webp")]
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for number in 0..<count {
      var picture = originals[number % originals.count]
      // Most faults are in the header: it decides what is allocated.
      let reach = number.isMultiple(of: 4) ? picture.count : min(600, picture.count)
      for _ in 0...next(4) { picture[next(reach)] = UInt8(next(256)) }
      if number.isMultiple(of: 7) { picture = picture.prefix(next(picture.count)) }
      let reply = service.send(Self.detect, picture, headers: ["Content-Type": "image/png"])
      #expect([200, 400, 415, 422].contains(reply.status), "\(number): \(reply.text)")
      if reply.status != 200 { expectProblem(reply) }
    }
  }
}
