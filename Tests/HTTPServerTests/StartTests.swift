import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

extension Living {
  @Suite struct StartTests {
    private func start(_ host: String, _ port: UInt16 = 0) throws -> (HTTPServer, HTTPServerAddress) {
      var configuration = HTTPServerConfiguration()
      configuration.host = host
      configuration.port = port
      let server = HTTPServer(configuration: configuration, handler: TestHandler())
      return (server, try server.start())
    }

    @Test func portZero_BindsAFreePort() throws {
      let (server, address) = try start("127.0.0.1")
      defer { server.drain(within: .seconds(1)) }
      #expect(address.port != 0)
      #expect(address.description == "127.0.0.1:\(address.port)")
      #expect(try RawClient(port: address.port).exchange("GET", "/hello").status == 200)
    }

    @Test func name_IsResolved() throws {
      let (server, address) = try start("localhost")
      defer { server.drain(within: .seconds(1)) }
      #expect(["127.0.0.1", "::1"].contains(address.host))
    }

    @Test func ipv6_IsWrittenInBrackets() throws {
      // A machine without IPv6 is no failure.
      guard let (server, address) = try? start("::1") else { return }
      defer { server.drain(within: .seconds(1)) }
      #expect(address.description == "[::1]:\(address.port)")
    }

    @Test func addressInUse_IsSaid() throws {
      let (server, address) = try start("127.0.0.1")
      defer { server.drain(within: .seconds(1)) }
      let error = #expect(throws: HTTPServerError.self) { try start("127.0.0.1", address.port) }
      #expect(error?.description == "Cannot listen on \(address): the address is in use by another program.")
    }

    @Test(arguments: ["no-such-host.invalid", "", "999.1.1.1", "1.2.3.4"])
    func badHost_IsSaid(host: String) throws {
      let error = #expect(throws: HTTPServerError.self) { try start(host) }
      #expect(error.map { "\($0)".contains(host.isEmpty ? "empty" : host) } == true)
    }

    @Test func secondStart_IsRefused() throws {
      let (server, _) = try start("127.0.0.1")
      #expect(throws: HTTPServerError.alreadyStarted) { try server.start() }
      #expect(server.drain(within: .seconds(1)))
      #expect(throws: HTTPServerError.alreadyStarted) { try server.start() }
    }

    @Test func oneThreadOfEachKind_Suffices() throws {
      let server = try TestServer {
        $0.ioThreads = 1
        $0.workers = 1
        $0.queueLength = 0
      }
      defer { server.stop() }
      #expect(try server.client().exchange("GET", "/hello").text == "hello")
    }
  }
}
