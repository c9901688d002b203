import Compression
import DetectionCore
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct BodyCodingTests {
  private let path = "/v1/losses/focal"
  private let small = ByteBuffer(#"{"logits": [2, -1], "targets": [1, 0]}"#)

  /// A request whose answer has some 100 kB.
  private var large: ByteBuffer {
    let numbers = (0..<8000).map { "0.\($0)1" }.joined(separator: ",")
    return ByteBuffer(#"{"logits": [\#(numbers)], "targets": [\#(numbers)], "reduction": "none"}"#)
  }

  /// A request whose answer comes in pieces.
  private var huge: ByteBuffer {
    let body = ByteBuffer(#"{"logits": ["#)
    body.append(String(repeating: "0.25,", count: 199_999) + "-1], \"targets\": [")
    body.append(String(repeating: "1,", count: 199_999) + "0], \"gradients\": true, \"reduction\": \"none\"}")
    return body
  }

  private func post(_ body: ByteBuffer, _ headers: HTTPHeaders, _ configuration: ServiceConfiguration = .init())
    -> HTTPResponse
  {
    var headers = headers
    headers["Content-Type"] = "application/json"
    return send(body, to: path, headers: headers, service: Service(configuration: configuration))
  }

  @Test(arguments: [ContentCoding.gzip, .deflate, .zstd]) func request_MayBeCompressed(coding: ContentCoding) throws {
    let response = post(try coding.compress(small), ["Content-Encoding": coding.rawValue])
    #expect(response.status == .ok)
    #expect(response.body.text == post(small, [:]).body.text)
  }

  @Test func request_MayBeATensorFile() throws {
    let file = try ContentCoding.zstd.compress(ContentCoding.gzip.compress(SafetensorsSample.focal()))
    #expect(send(file, to: path, headers: ["Content-Encoding": "gzip, zstd"]).status == .ok)
  }

  @Test func expandedSize_HasTheLimitOfBodies() throws {
    var configuration = ServiceConfiguration()
    configuration.bodyLimit = small.count
    let body = try ContentCoding.gzip.compress(small)
    #expect(post(body, ["Content-Encoding": "gzip"], configuration).status == .ok)
    configuration.bodyLimit -= 1
    let response = post(body, ["Content-Encoding": "gzip"], configuration)
    #expect(response.places == ["body_too_large "] && response.status == .contentTooLarge)
    #expect(response.sentence.contains("\(configuration.bodyLimit) bytes (setting body_limit)"))
  }

  @Test func brokenCoding_Is400() {
    for coding in ["gzip", "deflate", "zstd"] {
      let response = post(small, ["Content-Encoding": coding])
      #expect(response.places == ["invalid_encoding "] && response.status == .badRequest, "\(coding)")
      #expect(response.headers["Accept-Encoding"] == nil)
    }
  }

  @Test func unknownCoding_Is415WithTheKnownOnes() {
    for coding in ["br", "gzip, br", "gzip,gzip,gzip,gzip"] {
      let response = post(small, ["Content-Encoding": coding])
      #expect(response.places == ["unsupported_encoding "] && response.status == .unsupportedMediaType)
      #expect(response.headers["Accept-Encoding"] == "gzip, deflate, zstd")
    }
    let image = send(small, to: path, headers: ["Content-Type": "image/png"])
    // RFC 9110 §12.5.3.
    #expect(image.status == .unsupportedMediaType && image.headers["Accept-Encoding"] == nil)
  }

  @Test func largeAnswer_IsCompressedWhenAskedFor() throws {
    let plain = post(large, [:])
    #expect(plain.body.count > 65536 && plain.headers["Content-Encoding"] == nil)
    #expect(plain.headers["Vary"] == "Accept-Encoding")
    for (accept, coding) in [("gzip, deflate, br, zstd", ContentCoding.zstd), ("deflate, gzip", .gzip)] {
      let response = post(large, ["Accept-Encoding": accept])
      #expect(response.headers["Content-Encoding"] == coding.rawValue)
      #expect(response.headers["Vary"] == "Accept-Encoding")
      #expect(response.body.count < plain.body.count)
      #expect(try coding.decompress(response.body, limit: 1 << 20).text == plain.body.text)
    }
    #expect(post(large, ["Accept-Encoding": "br"]).headers["Content-Encoding"] == nil)
  }

  @Test func answerInPieces_IsOneStreamOfEachCoding() throws {
    let plain = post(huge, [:])
    #expect(plain.status == .ok && plain.pieces.count > 4)
    guard case .numbers(let loss)? = try JSONReader.read(plain.body)["loss"] else {
      Issue.record("no losses")
      return
    }
    #expect(loss.count == 200_000)
    for coding in [ContentCoding.zstd, .gzip, .deflate] {
      let response = post(huge, ["Accept-Encoding": coding.rawValue])
      #expect(response.headers["Content-Encoding"] == coding.rawValue)
      #expect(try coding.decompress(response.body, limit: 1 << 26) == plain.body)
    }
  }

  @Test func smallAnswersAndErrors_AreNeverCompressed() {
    var configuration = ServiceConfiguration()
    let accept: HTTPHeaders = ["Accept-Encoding": "gzip"]
    #expect(post(small, accept).headers["Content-Encoding"] == nil)
    #expect(post(small, accept).headers["Vary"] == nil)
    configuration.compressAbove = 0
    let error = post(ByteBuffer("{"), accept, configuration)
    #expect(error.status == .badRequest && error.headers["Content-Encoding"] == nil)
  }
}
