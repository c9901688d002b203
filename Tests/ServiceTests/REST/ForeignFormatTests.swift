import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct ForeignFormatTests {
  private static let samples: [(bytes: [UInt8], words: [String])] = [
    ([0x93] + Array("NUMPY".utf8) + [1, 0, 0x76, 0], ["NumPy", ".npy", "safetensors.numpy.save"]),
    ([0x50, 0x4B, 3, 4, 0, 0, 8, 8], ["ZIP", "torch.save", "safetensors.torch.save"]),
    ([0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46], ["pickle", "safetensors.torch.save"]),
    ([0x80, 4, 0x95, 0x1F, 0, 1, 0, 0], ["pickle"]),
    // pickle.dumps({"logits"}): a frame of 16 bytes, a number whose upper half is 0.
    ([0x80, 4, 0x95, 16, 0, 0, 0, 0, 0, 0, 0, 0x8F, 0x94, 0x28, 0x8C, 6] + Array("logits".utf8), ["pickle"]),
    ([0x80, 5, 0x95, 16, 0, 0, 0, 0, 0, 0, 0, 0x8F, 0x94, 0x28, 0x8C, 6] + Array("logits".utf8), ["pickle"]),
    ([0xA2, 0x66] + Array("logits".utf8) + [0x81, 0xFB], ["CBOR", "send JSON"]),
    ([0xD9, 0xD9, 0xF7, 0xA1, 0x61, 0x61, 1, 2], ["CBOR"]),
    ([0x82, 0xA6] + Array("logits".utf8), ["MessagePack", "send JSON"]),
    ([0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 0, 3], ["gzip", "Content-Encoding: gzip"]),
    ([0x28, 0xB5, 0x2F, 0xFD, 4, 0, 1, 2], ["Zstandard", "Content-Encoding: zstd"]),
    ([0x89] + Array("HDF\r\n".utf8) + [0x1A, 0x0A], ["HDF5"]),
    ([0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A], ["picture"]),
    ([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46], ["picture"]),
  ]

  private func detail(_ body: ByteBuffer, _ path: String, _ type: String) -> (status: Int, text: String) {
    let head = HTTPRequestHead(method: .post, path: path, headers: ["Content-Type": type], id: "test")
    let reply = Reply(Service().respond(to: HTTPRequest(head: head, body: body)))
    return (reply.status, reply.json?["error"]?.text ?? "")
  }

  private func body(_ bytes: [UInt8]) -> ByteBuffer {
    let body = ByteBuffer()
    body.append(contentsOf: bytes)
    return body
  }

  /// What is sent instead of JSON, or of a tensor file, is named, with what to do.
  @Test(arguments: samples.indices) func format_IsNamedWithARemedy(index: Int) {
    let sample = Self.samples[index]
    let paths = [
      ("/v1/losses/focal", "application/json"), ("/v1/losses/focal", "application/octet-stream"),
      ("/v2/models/losses.focal/infer", "application/json"), ("/v1/losses/focal", "application/x-safetensors"),
    ]
    for (path, type) in paths {
      let (status, text) = detail(body(sample.bytes), path, type)
      #expect(status == 400, "\(path) \(type)")
      for word in sample.words { #expect(text.contains(word), "\(path) \(type): \(text)") }
    }
  }

  @Test(arguments: ["application/json", "application/octet-stream"])
  func tensorFile_WithoutItsType_IsNamed(type: String) {
    let (status, text) = detail(SafetensorsSample.focal(), "/v1/losses/focal", type)
    #expect(status == 400)
    #expect(text.contains("safetensors") && text.contains("Content-Type: application/x-safetensors"), "\(text)")
  }

  /// A broken tensor file is not taken for another format, whatever its header's length begins with.
  @Test(arguments: UInt8.min...UInt8.max) func brokenTensorFile_IsStillOne(first: UInt8) {
    let bytes = [first, 4, 0, 0, 0, 0, 0, 0] + Array("[1]".utf8)
    let (status, text) = detail(body(bytes), "/v1/losses/focal", "application/x-safetensors")
    #expect(status == 400 && text.contains("header"), "\(text)")
  }

  @Test func wrongJSON_IsNoOtherFormat() {
    for text in ["", "{", "[1", "\u{80}", "{\"logits\": [1,]}"] {
      let (status, detail) = detail(ByteBuffer(text), "/v1/losses/focal", "application/json")
      #expect(status == 400 && !detail.contains("this is"), "\(detail)")
    }
  }
}
