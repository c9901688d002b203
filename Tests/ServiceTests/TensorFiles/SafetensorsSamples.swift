import Foundation
import HTTPMessages
import JSON

@testable import Operations
@testable import Service

/// A tensor of a file that a test makes.
struct SampleTensor {
  let name: String
  let dtype: String
  let shape: [Int]
  let bytes: [UInt8]

  init(_ name: String, _ dtype: String, _ shape: [Int], bytes: [UInt8]) {
    (self.name, self.dtype, self.shape, self.bytes) = (name, dtype, shape, bytes)
  }

  /// A tensor of numbers, whose memory is as the file wants it.
  init<Element: BitwiseCopyable>(_ name: String, _ dtype: String, _ shape: [Int], _ elements: [Element]) {
    self.init(name, dtype, shape, bytes: elements.withUnsafeBytes { Array($0) })
  }
}

/// safetensors files of the tests, written without the code under test.
enum SafetensorsSample {
  /// A file of these tensors; `padding`: spaces after the header.
  static func file(_ tensors: [SampleTensor], metadata: String? = nil, padding: Int = 0) -> ByteBuffer {
    var start = 0
    var members = metadata.map { ["\"__metadata__\":\($0)"] } ?? []
    for tensor in tensors {
      let end = start + tensor.bytes.count
      members.append(
        "\"\(tensor.name)\":{\"dtype\":\"\(tensor.dtype)\",\"shape\":\(tensor.shape),\"data_offsets\":[\(start),\(end)]}"
      )
      start = end
    }
    let header = "{\(members.joined(separator: ","))}" + String(repeating: " ", count: padding)
    return file(header: header, data: tensors.flatMap(\.bytes))
  }

  /// A file with a header as it is given.
  static func file(header: String, data: [UInt8], length: UInt64? = nil) -> ByteBuffer {
    let file = ByteBuffer()
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { _ = file.append($0) }
    file.append(header)
    file.append(contentsOf: data)
    return file
  }

  /// Two logits and their targets.
  static func focal(metadata: String? = nil) -> ByteBuffer {
    file(
      [SampleTensor("logits", "F32", [2], [Float(2), -1]), SampleTensor("targets", "U8", [2], [UInt8(1), 0])],
      metadata: metadata)
  }

  /// A file beside the tests.
  static func fixture(_ name: String) throws -> ByteBuffer {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ByteBuffer(try Data(contentsOf: tests.appending(path: "Fixtures/shapes/\(name)")))
  }
}

/// Sends a tensor file.
func send(
  _ body: ByteBuffer, to path: String, query: [(name: String, value: String)] = [], headers: HTTPHeaders = [:],
  service: Service = Service()
) -> HTTPResponse {
  var headers = headers
  if headers["Content-Type"] == nil { headers["Content-Type"] = "application/x-safetensors" }
  let head = HTTPRequestHead(method: .post, path: path, query: query, headers: headers, id: "test")
  return service.respond(to: HTTPRequest(head: head, body: body))
}

extension HTTPResponse {
  /// The body as JSON.
  var value: JSONValue? { try? JSONReader.read(body) }

  /// Code and place of every error.
  var places: [String] {
    (value?["errors"]?.list ?? []).map { error in
      guard case .string(let code)? = error["code"], case .string(let place)? = error["pointer"] else { return "?" }
      return "\(code) \(place)"
    }
  }

  /// The sentence for people.
  var sentence: String { if case .string(let text)? = value?["detail"] { text } else { "" } }
}
