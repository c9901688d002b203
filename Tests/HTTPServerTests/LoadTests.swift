import Dispatch
import Glibc
import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

extension Living {
  @Suite struct LoadTests {
    @Test func fullQueue_IsAnswered503() throws {
      let server = try TestServer {
        $0.workers = 1
        $0.queueLength = 2
      }
      defer { server.stop() }
      let admitted = try (0..<3).map { _ in try server.client() }
      for client in admitted { try client.request("GET", "/gate") }
      #expect(eventually { server.server.load.computing == 1 && server.server.load.queued == 2 })
      let refused = try server.client()
      let answer = try refused.exchange("POST", "/echo", body: [1])
      #expect(answer.status == 503)
      #expect(answer["Retry-After"] == "1")
      server.handler.gate.open()
      for client in admitted { #expect(try client.answer().text == "passed") }
      // The refusal cost no connection.
      #expect(eventually { server.server.load.computing == 0 })
      #expect(try refused.exchange("GET", "/hello").status == 200)
    }

    @Test func deadline_EndsComputingAndWaiting() throws {
      let server = try TestServer {
        $0.workers = 1
        $0.queueLength = 2
        $0.deadline = .milliseconds(500)
      }
      defer { server.stop() }
      let computing = try server.client()
      try computing.request("GET", "/gate")
      #expect(eventually { server.server.load.computing == 1 })
      let waiting = try server.client()
      try waiting.request("GET", "/waiting")
      for client in [computing, waiting] {
        let answer = try client.answer()
        #expect(answer.status == 504)
        #expect(answer.text == "late")
      }
      // The late one still holds the worker, the other no longer holds a place.
      #expect(server.server.load.computing == 1)
      #expect(eventually { server.server.load.queued == 0 })
      server.handler.gate.open()
      #expect(eventually { server.server.load.computing == 0 })
      #expect(server.handler.computed == ["/gate"])
    }

    @Test func smallBody_NeedsNoWorker_ALargerOneDoes() throws {
      let server = try TestServer { $0.workers = 1 }
      defer { server.stop() }
      let computing = try server.client()
      try computing.request("GET", "/gate")
      #expect(eventually { server.server.load.computing == 1 })
      let small = try server.client()
      for count in [0, 1, TestHandler.smallLimit] {
        let body = [UInt8](repeating: 1, count: count)
        #expect(try small.exchange("POST", "/small", body: body).text == "\(count) bytes")
      }
      // In two pieces: it is the whole that counts.
      try small.request("POST", "/small", headers: ["Content-Length: 10"])
      try small.send([1, 2, 3])
      usleep(50_000)
      try small.send([UInt8](repeating: 1, count: 7))
      #expect(try small.answer().text == "10 bytes")
      // Without a length, too, it is what has come that counts.
      try small.request("POST", "/small", headers: ["Transfer-Encoding: chunked"])
      try small.send(Array("10\r\n0123456789abcdef\r\n0\r\n\r\n".utf8))
      #expect(try small.answer().text == "16 bytes")
      let large = try server.client()
      try large.request("POST", "/small", body: [UInt8](repeating: 1, count: TestHandler.smallLimit + 1))
      #expect(eventually { server.server.load.queued == 1 })
      #expect(server.handler.computed.filter { $0 == "/small" }.count == 5)
      server.handler.gate.open()
      #expect(try large.answer().text == "17 bytes")
      #expect(try computing.answer().text == "passed")
    }

    /// Whether Dispatch can give threads their priority here; some sandboxes let no one.
    private static var systemHasNiceThreads: Bool {
      niceness(of: .background) >= 10
    }

    private static func niceness(of qos: DispatchQoS) -> Int32 {
      let (niceness, done) = (Lock<Int32>(0), DispatchSemaphore(value: 0))
      DispatchQueue(label: "nice", qos: qos).async {
        niceness.withLock { $0 = getpriority(0, 0) }
        done.signal()
      }
      done.wait()
      return niceness.withLock { $0 }
    }

    /// Where processors are short, threads with long work give way: one worker does either in turn.
    @Test(.enabled(if: LoadTests.systemHasNiceThreads))
    func longWork_GivesWayToOtherThreads_ShortWorkDoesNot() throws {
      let server = try TestServer { $0.workers = 1 }
      defer { server.stop() }
      let client = try server.client()
      func niceness(_ size: Int) throws -> Int32? {
        Int32(try client.exchange("POST", "/niceness", body: [UInt8](repeating: 1, count: size)).text)
      }
      for _ in 0..<3 {
        let short = try #require(try niceness(64 << 10))
        let long = try #require(try niceness((64 << 10) + 1))
        // Only where the tests themselves run so is there no difference.
        #expect(long >= 10 && (short < long || getpriority(0, 0) >= 10))
      }
      #expect(eventually { server.server.load.computing == 0 })
    }

    @Test func smallBody_FindsTheQueueFull_Is503() throws {
      let server = try TestServer {
        $0.workers = 1
        $0.queueLength = 0
      }
      defer { server.stop() }
      let computing = try server.client()
      try computing.request("GET", "/gate")
      #expect(eventually { server.server.load.computing == 1 })
      let small = try server.client()
      #expect(try small.exchange("POST", "/small", body: [1]).status == 503)
      server.handler.gate.open()
      #expect(try computing.answer().text == "passed")
      #expect(eventually { server.server.load.computing == 0 })
      // Its place is given back, time and again.
      for _ in 0..<3 { #expect(try small.exchange("POST", "/small", body: [1]).text == "1 bytes") }
    }

    @Test func smallBody_ThatComesAfterTheDeadline_Is504() throws {
      let server = try TestServer {
        $0.workers = 1
        $0.deadline = .milliseconds(300)
      }
      defer { server.stop() }
      let computing = try server.client()
      try computing.request("GET", "/gate")
      #expect(eventually { server.server.load.computing == 1 })
      let late = try server.client()
      try late.request("POST", "/small", headers: ["Content-Length: 2"])
      try late.send([1])
      usleep(500_000)
      try late.send([2])
      #expect(try late.answer().status == 504)
      #expect(!server.handler.computed.contains("/small"))
    }

    @Test func smallBody_IsLoggedLikeAnyOther() throws {
      let server = try TestServer()
      defer { server.stop() }
      #expect(try server.client().exchange("POST", "/small", body: [1, 2]).status == 200)
      #expect(eventually { server.observer.records.count == 1 })
      let record = try #require(server.observer.records.first)
      #expect(record.statusCode == 200 && record.route == "/small" && !record.clientWentAway)
      #expect(record.bytesIn == 2 && record.bytesOut == "2 bytes".utf8.count)
    }

    @Test func vanishingMidUpload_LeaksNothing() throws {
      let server = try TestServer()
      defer { server.stop() }
      for _ in 0..<20 {
        let client = try server.client()
        try client.request("POST", "/echo", headers: ["Content-Length: 100000"])
        try client.send([UInt8](repeating: 1, count: 50_000))
        client.vanish()
      }
      #expect(eventually { server.observer.records.count == 20 })
      #expect(server.observer.records.allSatisfy { $0.clientWentAway && $0.statusCode == nil })
      #expect(try server.client().exchange("GET", "/hello").status == 200)
    }

    @Test func vanishingMidCompute_LeaksNothing() throws {
      let server = try TestServer()
      defer { server.stop() }
      for index in 0..<20 {
        let client = try server.client()
        try client.request("GET", "/gate")
        #expect(eventually { server.observer.began == index + 1 })
        client.vanish()
      }
      server.handler.gate.open()
      #expect(eventually { server.observer.records.count == 20 && server.server.load.active == 0 })
      #expect(try server.client().exchange("GET", "/hello").status == 200)
    }

    @Test func vanishingMidDownload_LeaksNothing() throws {
      let server = try TestServer()
      defer { server.stop() }
      for _ in 0..<5 {
        let client = try server.client()
        try client.request("POST", "/echo", body: [UInt8](repeating: 1, count: 16 << 20))
        // The answer has begun to come.
        #expect(!client.isAtEnd())
        client.vanish()
      }
      #expect(eventually { server.observer.records.count == 5 && server.server.load.active == 0 })
      #expect(server.observer.records.allSatisfy { $0.clientWentAway && $0.statusCode == 200 })
    }

    @Test func manyConnections_AllAreServed() throws {
      let server = try TestServer { $0.workers = 4 }
      defer { server.stop() }
      onThreads(32) { index in
        let client = try server.client()
        for round in 0..<100 {
          let body = Array("\(index).\(round)".utf8)
          let answer = try client.exchange("POST", "/echo", body: body)
          #expect(answer.status == 200 && answer.body == body)
        }
      }
      #expect(eventually { server.observer.records.count == 3200 })
    }
  }
}
