import Dispatch
import HTTPMessages
import Synchronization
import RawClient
import Testing

@testable import HTTPServer

extension Living {
  @Suite struct DrainTests {
    private final class Count: Sendable {
      private let number = Atomic<Int>(0)
      var value: Int { number.load(ordering: .relaxed) }
      func add() { number.add(1, ordering: .relaxed) }
    }

    /// Drains on another thread; `group` tells when it is over, `result` how.
    private final class Draining: Sendable {
      let group = DispatchGroup()
      private let state = Lock<Bool?>(nil)
      var result: Bool? { state.withLock { $0 } }

      init(_ server: HTTPServer) {
        DispatchQueue(label: "drain").async(group: group) {
          let nothingLost = server.drain(within: .seconds(30))
          self.state.withLock { $0 = nothingLost }
        }
      }
    }

    @Test(arguments: ["/echo", "/small"]) func drainUnderLoad_LosesNothing(path: String) throws {
      let server = try TestServer { $0.queueLength = 64 }
      let arrived = Count()
      let clients = DispatchGroup()
      for index in 0..<16 {
        DispatchQueue(label: "client.\(index)").async(group: clients) {
          // Until nobody listens any more. An admitted request whose answer is lost is missing in the count.
          while let client = try? server.client() {
            while let answer = try? client.exchange("POST", path, body: [1, 2, 3]), answer.status == 200 {
              arrived.add()
            }
          }
        }
      }
      #expect(eventually { arrived.value > 500 })
      #expect(server.server.drain(within: .seconds(30)))
      clients.wait()
      let records = server.observer.records
      #expect(records.count == server.observer.began)
      #expect(records.allSatisfy { $0.statusCode == 200 || $0.statusCode == 503 })
      let served = records.filter { $0.statusCode == 200 }
      #expect(served.allSatisfy { !$0.clientWentAway })
      #expect(arrived.value == served.count)
    }

    @Test func drain_ServesTheAdmittedAndRefusesNewcomers() throws {
      let server = try TestServer()
      let computing = try server.client()
      try computing.request("GET", "/gate")
      let uploading = try server.client()
      try uploading.request("POST", "/echo", headers: ["Content-Length: 6"])
      try uploading.send("abc")
      let kept = try server.client()
      #expect(try kept.exchange("GET", "/hello").status == 200)
      #expect(eventually { server.server.load.active == 2 })

      let draining = Draining(server.server)
      #expect(eventually { server.server.isDraining })
      let refused = try kept.exchange("GET", "/hello")
      #expect(refused.status == 503)
      #expect(refused.text == "draining")
      #expect(refused["Connection"]?.lowercased() == "close")
      #expect(try server.client().exchange("POST", "/echo", body: [1]).status == 503)
      #expect(try server.client().exchange("GET", "/livez").text == "alive")
      #expect(draining.result == nil)

      try uploading.send("def")
      #expect(try uploading.answer().text == "abcdef")
      server.handler.gate.open()
      #expect(try computing.answer().text == "passed")
      draining.group.wait()
      #expect(draining.result == true)
      #expect(throws: RawClient.Failure.self) { try server.client() }
      #expect(server.server.drain(within: .seconds(1)))
    }

    @Test func drainTimeout_AnswersByForce() throws {
      let server = try TestServer { $0.workers = 1 }
      let computing = try server.client()
      try computing.request("GET", "/gate")
      #expect(eventually { server.server.load.computing == 1 })
      let waiting = try server.client()
      try waiting.request("GET", "/hello")
      let uploading = try server.client()
      try uploading.request("POST", "/echo", headers: ["Content-Length: 6"])
      #expect(eventually { server.server.load.active == 3 })
      #expect(!server.server.drain(within: .milliseconds(100)))
      for client in [computing, waiting, uploading] { #expect(try client.answer().status == 503) }
      // The worker ends after the server has: its result goes nowhere.
      server.handler.gate.open()
      #expect(eventually { server.server.load.computing == 0 })
      #expect(server.handler.computed == ["/gate"])
    }

    @Test func idleConnections_DoNotHoldTheDrain() throws {
      let server = try TestServer()
      let idle = try (0..<10).map { _ in try server.client() }
      for client in idle { #expect(try client.exchange("GET", "/hello").status == 200) }
      let start = ContinuousClock.now
      #expect(server.server.drain(within: .seconds(60)))
      #expect(start.duration(to: .now) < .seconds(30))
      for client in idle { #expect(client.isAtEnd()) }
    }
  }
}
