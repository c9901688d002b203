import HTTPMessages
import Testing

@testable import Operations
@testable import Service

/// Every text ends with one line feed, so that a terminal's prompt begins on a line of its own.
@Suite struct LineFeedTests {
  private let service = Service()

  private func expectLine(_ reply: Reply, _ path: String) {
    #expect(reply.text.hasSuffix("\n") && !reply.text.hasSuffix("\n\n"), "\(path) \(reply.status)")
  }

  @Test func everyDocument_EndsItsLine() {
    for (template, methods) in service.routes where methods.contains(.get) {
      let path = template.replacing("{operation}", with: "losses.l1").replacing("{model}", with: "losses.l1")
        .replacing("{version}", with: "1").replacing("{page}", with: "numerics").replacing("{file}", with: "style.css")
      expectLine(service.get(path), path)
    }
  }

  @Test func everyOperation_EndsItsLine() {
    for declaration in Registry.all.map(\.declaration) {
      let reply = service.post(declaration.path, declaration.example)
      #expect(reply.status == 200)
      expectLine(reply, declaration.path)
      expectLine(service.post(declaration.path, "{"), declaration.path)
      expectLine(service.post("/v2/models/\(declaration.id)/infer", "{}"), declaration.id)
    }
  }

  @Test func everyProblem_EndsItsLine() {
    for path in ["/elsewhere", "/v1/losses/none", "/v2/models/none", "/livez"] {
      expectLine(service.post(path, ""), path)
    }
    let head = HTTPRequestHead(method: .get, path: "/livez")
    for failure in [HTTPServerFailure.overloaded, .draining, .bodyTooLarge(limit: 1)] {
      expectLine(Reply(service.response(to: failure, of: head)), "\(failure)")
    }
  }

  @Test func inference_EndsItsLineUnlessBytesFollow() {
    let request =
      #"{"inputs":[{"name":"predictions","datatype":"FP64","shape":[1],"data":[1]},"#
      + #"{"name":"targets","datatype":"FP64","shape":[1],"data":[0]}]"#
    let text = service.post("/v2/models/losses.l1/infer", request + "}")
    #expect(text.status == 200)
    expectLine(text, "/v2")
    let binary = service.post(
      "/v2/models/losses.l1/infer", request + #","parameters":{"binary_data_output":true}}"#)
    let length = binary.headers["Inference-Header-Content-Length"].flatMap { Int($0) } ?? 0
    #expect(binary.status == 200 && length > 0)
    #expect(binary.text.utf8.dropFirst(length - 1).first == UInt8(ascii: "}"))
  }
}
