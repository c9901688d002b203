import Foundation
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// An answer as a test wants it.
struct Reply {
  let status: Int
  let headers: HTTPHeaders
  let text: String
  /// The body, if it is JSON.
  let json: JSONValue?

  init(_ response: HTTPResponse) {
    status = response.status.code
    headers = response.headers
    text = response.body.text
    json = try? JSONReader.read(response.body)
  }

  /// The first error's code.
  var code: String? { errors.first?["code"]?.text }
  /// The first error's pointer.
  var pointer: String? { errors.first?["pointer"]?.text }
  /// All errors' pointers.
  var pointers: [String] { errors.compactMap { $0["pointer"]?.text } }
  var detail: String { json?["detail"]?.text ?? "" }
  var errors: [JSONValue] { json?["errors"]?.list ?? [] }
}

extension JSONValue {
  /// The members, if it is an object.
  var members: [JSONObject.Member] { if case .object(let object) = self { object.members } else { [] } }
  /// The elements that are texts.
  var texts: [String] { (list ?? []).compactMap(\.text) }
}

extension Service {
  func send(
    _ method: HTTPMethod, _ path: String, body: String = "", headers: HTTPHeaders = [:], id: String = "test"
  ) -> Reply {
    let head = HTTPRequestHead(method: method, path: path, headers: headers, id: id)
    return Reply(respond(to: HTTPRequest(head: head, body: ByteBuffer(body))))
  }

  func get(_ path: String) -> Reply { send(.get, path) }

  func post(_ path: String, _ body: String, headers: HTTPHeaders = [:]) -> Reply {
    send(.post, path, body: body, headers: headers)
  }
}

/// Checks that an answer is an error as the contract has it, whatever it says.
func expectProblem(_ reply: Reply, _ comment: Comment? = nil) {
  #expect(reply.headers["Content-Type"] == "application/problem+json", comment)
  #expect(reply.json?["error"]?.text == reply.json?["detail"]?.text, comment)
  #expect(reply.json?["request_id"]?.text == "test", comment)
  #expect(reply.json?["status"]?.number == Double(reply.status), comment)
  #expect(reply.json?["type"]?.text == reply.code.map { "urn:focald:error:\($0)" }, comment)
  #expect(reply.json?["title"]?.text?.isEmpty == false, comment)
  #expect(!reply.detail.isEmpty && !reply.errors.isEmpty, comment)
  for error in reply.errors {
    let code = error["code"]?.text.flatMap(ErrorCode.init)
    #expect(code != nil, comment)
    #expect(error["detail"]?.text?.isEmpty == false, comment)
    #expect(error["pointer"]?.text.map { $0.isEmpty || $0.hasPrefix("/") } == true, comment)
  }
  #expect(reply.code.flatMap(ErrorCode.init)?.status.code == reply.status, comment)
}
