import Foundation
import HTTPMessages
import JSON
import Testing

@testable import FocaldAPI

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

/// The first difference of two values: equal keys (or, where allowed, more of them found), numbers equal relatively.
func difference(
  _ expected: JSONValue, _ found: JSONValue, relative: Double = 1e-12, absolute: Double = 0, mayHoldMore: Bool = false,
  at place: String = ""
) -> String? {
  func inner(_ a: JSONValue, _ b: JSONValue, _ step: String) -> String? {
    difference(
      a, b, relative: relative, absolute: absolute, mayHoldMore: mayHoldMore, at: "\(place)/\(step)")
  }
  switch (expected, found) {
  case (.object(let a), .object(let b)):
    if !mayHoldMore, let extra = b.keys.first(where: { a[$0] == nil }) { return "\(place)/\(extra) is not expected" }
    for member in a.members {
      guard let other = b[member.key] else { return "\(place)/\(member.key) is missing" }
      if let difference = inner(member.value, other, member.key) { return difference }
    }
    return nil
  case (.number(let a), .number(let b)):
    return abs(a - b) <= Swift.max(relative * abs(a), absolute) ? nil : "\(place): expected \(a), found \(b)"
  default:
    guard let a = expected.list, let b = found.list else {
      return expected == found ? nil : "\(place): expected \(expected.text()), found \(found.text())"
    }
    guard a.count == b.count else { return "\(place): expected \(a.count) elements, found \(b.count)" }
    return zip(a, b).enumerated().lazy.compactMap { inner($1.0, $1.1, "\($0)") }.first
  }
}

/// The files of the package, beside this one.
enum Package {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
