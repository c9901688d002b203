import HTTPMessages
import HTTPServer
import Testing

@testable import focald

@Suite struct HealthProbeTests {
  /// Answers everything with one status.
  private struct Constant: HTTPHandler {
    let status: HTTPStatus
    func plan(for head: HTTPRequestHead) -> HTTPPlan { HTTPPlan { _ in HTTPResponse(status: status) } }
    func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
      HTTPResponse(status: status)
    }
  }

  private func probed(_ status: HTTPStatus) throws -> Int {
    var configuration = HTTPServerConfiguration()
    configuration.port = 0
    let server = HTTPServer(configuration: configuration, handler: Constant(status: status))
    let address = try server.start()
    defer { server.drain(within: .seconds(5)) }
    return try HealthProbe(host: address.host, port: Int(address.port)).status(of: "/readyz")
  }

  @Test func probe_ReadsTheStatus() throws {
    #expect(try probed(.ok) == 200)
    #expect(try probed(.serviceUnavailable) == 503)
  }

  @Test func probe_AsksLoopbackForEveryInterface() {
    #expect(HealthProbe(host: "0.0.0.0", port: 1).host == "127.0.0.1")
    #expect(HealthProbe(host: "::", port: 1).host == "::1")
    #expect(HealthProbe(host: "example.org", port: 1).host == "example.org")
  }

  // Nobody can listen on port 0.
  @Test func probe_SaysWhyThereIsNoAnswer() {
    let failure = #expect(throws: HealthProbe.Failure.self) {
      try HealthProbe(host: "127.0.0.1", port: 0).status(of: "/readyz")
    }
    #expect(failure?.description == "Connection refused")
  }

  // No time at all is over before the first step.
  @Test func probe_HasALimit() {
    #expect(throws: HealthProbe.Failure.self) {
      try HealthProbe(host: "127.0.0.1", port: 0, patience: .zero).status(of: "/readyz")
    }
  }
}
