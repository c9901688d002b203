import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

extension Living {
  @Suite struct ProtocolTests {
    @Test func keepAlive_ServesManyRequestsOnOneConnection() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      for _ in 0..<5 {
        let answer = try client.exchange("GET", "/hello")
        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        #expect(answer["X-Test"] == "yes")
      }
      #expect(eventually { server.observer.records.count == 5 })
    }

    @Test func pipelining_KeepsTheOrder() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.send((0..<20).map { "GET /n\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
      for index in 0..<20 { #expect(try client.answer().text == "GET /n\(index)?") }
    }

    @Test func pipelinedBodies_AreNotMixedUp() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      for body in ["one", "", "three"] { try client.request("POST", "/echo", body: Array(body.utf8)) }
      for body in ["one", "", "three"] { #expect(try client.answer().text == body) }
    }

    @Test func head_HasNoBodyButItsLength() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      let answer = try client.exchange("HEAD", "/hello")
      #expect(answer.status == 200)
      #expect(answer["Content-Length"] == "5")
      // The next answer starts right after the head.
      #expect(try client.exchange("GET", "/hello").text == "hello")
      #expect(server.observer.records.first?.bytesOut == 0)
    }

    @Test func options_GoesToTheHandler() throws {
      let server = try TestServer()
      defer { server.stop() }
      #expect(try server.client().exchange("OPTIONS", "/x").text == "OPTIONS /x?")
      #expect(try server.client().exchange("OPTIONS", "*").text == "OPTIONS *?")
    }

    @Test func target_IsDecodedOnce() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      let decoded = try client.exchange("GET", "/a%20b%2541?x=1+2&y=%26%3D&z").text
      #expect(decoded == "GET /a b%41?x=1 2&y=&=&z=")
      // A NUL does not end the path, and a broken escape stands for itself.
      #expect(try client.exchange("GET", "/hello%00x").text == "GET /hello\0x?")
      #expect(try client.exchange("GET", "/100%").text == "GET /100%?")
      #expect(try client.exchange("GET", "http://example.org/hello").text == "hello")
    }

    @Test func requestID_IsEchoedIfSane() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      let sane = "a.b:c/1+2=@-_~"
      #expect(
        try client.exchange("GET", "/hello", headers: ["X-Request-Id: \(sane)"])["X-Request-Id"] == sane)
      for bad in ["a b", "<script>", "ä", String(repeating: "x", count: 129), "\"q\""] {
        let id = try client.exchange("GET", "/hello", headers: ["X-Request-Id: \(bad)"])["X-Request-Id"] ?? ""
        #expect(id.count == 32 && id.allSatisfy(\.isHexDigit))
      }
      let ids = try (0..<10).map { _ in try client.exchange("GET", "/hello")["X-Request-Id"] }
      #expect(Set(ids).count == 10)
    }

    @Test func malformedRequests_AreRefusedAndTheServerLivesOn() throws {
      let server = try TestServer()
      defer { server.stop() }
      let field = String(repeating: "x", count: 100_000)
      let requests = [
        "GET / HTTP/1.1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX: \(field)\r\n\r\n",
        "GET /\(field) HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
      ]
      for request in requests {
        let client = try server.client()
        try? client.send(request)
        // Some are only hung up on.
        if let answer = try? client.answer() { #expect((400...505).contains(answer.status)) }
      }
      #expect(try server.client().exchange("GET", "/hello").status == 200)
      #expect(server.handler.computed == ["/hello"])
    }

    @Test(arguments: [
      [], ["Host: a", "Host: b"], ["Host: a", "Content-Length: 3", "Content-Length: 5"],
      ["Host: a", "Content-Length: 3", "Transfer-Encoding: chunked"], ["Host: a", "Transfer-Encoding: gzip"],
      ["Host: a", "Transfer-Encoding: gzip, chunked"], ["Host: a", "Content-Length : 3"],
    ])
    func ambiguousRequests_AreRefusedAndClosed(fields: [String]) throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.send((["POST /echo HTTP/1.1"] + fields).joined(separator: "\r\n") + "\r\n\r\n")
      #expect(try client.answer().status == 400)
      #expect(client.isAtEnd())
      #expect(server.handler.computed.isEmpty)
    }

    @Test func observer_LearnsWhatBecameOfARequest() throws {
      let server = try TestServer()
      _ = try server.client().exchange("POST", "/echo", headers: ["X-Request-Id: me"], body: [1, 2, 3])
      server.stop()
      let record = try #require(server.observer.records.first)
      #expect(record.head.id == "me")
      #expect(record.statusCode == 200)
      #expect(record.route == "/echo")
      #expect(record.bytesIn == 3)
      #expect(record.bytesOut == 3)
      #expect(record.duration > .zero)
      #expect(!record.clientWentAway)
    }

    @Test func http10_IsClosedAfterTheAnswer() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.send("GET /hello HTTP/1.0\r\n\r\n")
      #expect(try client.answer().text == "hello")
      #expect(client.isAtEnd())
    }
  }
}
