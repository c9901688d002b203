import HTTPMessages
import JSON
import Service

/// The whole service without a socket: each request is answered, never by a 5xx, and an answer in JSON is JSON.
enum ServiceFuzzing {
  private static let service = Service()
  /// A request that wants more is refused, so that libFuzzer's limit of memory means a fault.
  private static let budget = MemoryBudget(256 << 20)

  /// A line "family/name", then the body.
  static func run(_ bytes: UnsafeRawBufferPointer, contentType: String) {
    let (line, body) = firstLine(bytes)
    ask(HTTPRequestHead(method: .post, path: "/v1/\(line)", headers: ["Content-Type": contentType]), body)
  }

  /// A line "family/name", a query, then a tensor file.
  static func runQuery(_ bytes: UnsafeRawBufferPointer) {
    let (line, rest) = firstLine(bytes)
    let (items, body) = firstLine(rest)
    let head = HTTPRequestHead(
      method: .post, path: "/v1/\(line)", query: query(items), headers: ["Content-Type": "application/x-safetensors"])
    ask(head, body)
  }

  /// A line "family.name 123", the length of the JSON head, then the body.
  static func runInference(_ bytes: UnsafeRawBufferPointer) {
    let (line, body) = firstLine(bytes)
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return }
    let headers: HTTPHeaders = words[1] == "-" ? [:] : ["Inference-Header-Content-Length": words[1]]
    ask(HTTPRequestHead(method: .post, path: "/v2/models/\(words[0])/infer", headers: headers), body)
  }

  /// A method, a path, query items "name=value" parted by "&", fields "Name: value", each on a line; then a body.
  static func runHead(_ bytes: UnsafeRawBufferPointer) {
    var lines: [String] = []
    var rest = bytes
    while lines.count < 8, !rest.isEmpty {
      let (line, body) = firstLine(rest)
      rest = body
      if line.isEmpty { break }
      lines.append(line)
    }
    guard lines.count >= 3 else { return }
    var headers = HTTPHeaders()
    for field in lines.dropFirst(3) {
      guard let colon = field.firstIndex(of: ":") else { continue }
      headers.append(
        name: String(field[..<colon]), value: String(field[field.index(after: colon)...].drop { $0 == " " }))
    }
    ask(
      HTTPRequestHead(
        method: HTTPMethod(rawValue: lines[0]), path: lines[1], query: query(lines[2]), headers: headers), rest)
  }

  private static func query(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
    }
  }

  static func ask(_ head: HTTPRequestHead, _ bytes: UnsafeRawBufferPointer) {
    let plan = service.plan(for: head)
    let body = ByteBuffer(capacity: bytes.count, aligned: plan.alignedPosition)
    body.append(bytes)
    let response = plan.respond(
      HTTPRequest(head: head, body: body, deadline: .now + .seconds(5), memory: budget.share()))
    let status = response.status.code
    precondition(status < 500 || status == 503 || status == 504, "status \(status)")
    guard response.headers["Content-Type"]?.hasSuffix("json") == true else { return }
    precondition((try? JSONReader.read(response.body)) != nil, "an answer that is not JSON")
  }

  private static func firstLine(_ bytes: UnsafeRawBufferPointer) -> (String, UnsafeRawBufferPointer) {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let line = String(decoding: bytes[..<end], as: UTF8.self)
    return (line, UnsafeRawBufferPointer(rebasing: bytes[min(end + 1, bytes.count)...]))
  }
}
