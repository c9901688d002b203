import HTTPMessages
import JSON

@testable import Operations
@testable import Service

/// A part of a form as a test writes it.
struct FormPart {
  var name: String
  var content: [UInt8]
  var type: String?

  init(_ name: String, _ content: String, type: String? = nil) {
    self.init(name, bytes: Array(content.utf8), type: type)
  }

  init(_ name: String, bytes: [UInt8], type: String? = nil) {
    self.name = name
    content = bytes
    self.type = type
  }

  /// A tensor file.
  init(_ name: String, file: ByteBuffer) {
    self.init(name, bytes: withExtendedLifetime(file) { Array($0.bytes) }, type: "application/x-safetensors")
  }

  /// Every member of an object as a part, its value as JSON.
  static func parts(of object: JSONObject) -> [FormPart] {
    object.members.map { FormPart($0.key, $0.value.text()) }
  }
}

enum FormSample {
  static let boundary = "----------------------------4f8a2c"
  static let type = "multipart/form-data; boundary=\(boundary)"

  /// A body with the parts.
  static func body(_ parts: [FormPart]) -> [UInt8] {
    parts.flatMap { part in
      let type = part.type.map { "Content-Type: \($0)\r\n" } ?? ""
      return Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"\r\n\(type)\r\n".utf8)
        + part.content + Array("\r\n".utf8)
    } + Array("--\(boundary)--\r\n".utf8)
  }
}

extension Service {
  /// Sends a form.
  func post(_ path: String, _ parts: [FormPart], headers: HTTPHeaders = [:], memory: MemoryBudget.Share? = nil)
    -> Reply
  {
    post(path, form: FormSample.body(parts), headers: headers, memory: memory)
  }

  /// Sends the bytes of a form.
  func post(_ path: String, form body: [UInt8], headers: HTTPHeaders = [:], memory: MemoryBudget.Share? = nil) -> Reply
  {
    var headers = headers
    if headers["Content-Type"] == nil { headers["Content-Type"] = FormSample.type }
    let head = HTTPRequestHead(method: .post, path: path, headers: headers, id: "test")
    return Reply(respond(to: HTTPRequest(head: head, body: ByteBuffer(body), memory: memory)))
  }
}
