import HTTPServer
import Testing

@testable import focald

@Suite struct ServeTests {
  @Test func serverConfiguration_FollowsTheSettings() throws {
    let environment = [
      "FOCALD_HOST": "::1", "FOCALD_PORT": "1", "FOCALD_IO_THREADS": "3", "FOCALD_WORKERS": "4",
      "FOCALD_QUEUE_LENGTH": "5", "FOCALD_BODY_LIMIT": "6KiB", "FOCALD_CONNECTION_LIMIT": "7",
      "FOCALD_DEADLINE": "8s", "FOCALD_CONNECTION_TIMEOUT": "9s", "FOCALD_BODY_TIMEOUT": "10s",
    ]
    let server = HTTPServerConfiguration(try Settings(EnvironmentSource.statements(in: environment)))
    #expect(server.host == "::1")
    #expect([server.ioThreads, server.workers, server.queueLength] == [3, 4, 5])
    #expect([Int(server.port), server.bodyLimit, server.connectionLimit] == [1, 6144, 7])
    #expect(
      [server.deadline, server.connectionTimeout, server.bodyTimeout] == [.seconds(8), .seconds(9), .seconds(10)])
  }

  @Test func defaults_AreTheServersOwn() {
    let (ours, theirs) = (HTTPServerConfiguration(Settings()), HTTPServerConfiguration())
    #expect([ours.host, "\(ours.port)"] == [theirs.host, "\(theirs.port)"])
    #expect([ours.ioThreads, ours.queueLength] == [theirs.ioThreads, theirs.queueLength])
    #expect([ours.bodyLimit, ours.connectionLimit] == [theirs.bodyLimit, theirs.connectionLimit])
    #expect([ours.deadline, ours.connectionTimeout] == [theirs.deadline, theirs.connectionTimeout])
    #expect(ours.bodyTimeout == theirs.bodyTimeout)
  }

  @Test func quota_IsRoundedUp() {
    #expect(processors(inQuota: "max 100000\n") == nil)
    #expect(processors(inQuota: "150000 100000\n") == 2)
    #expect(processors(inQuota: "200000 100000") == 2)
    #expect(processors(inQuota: "10000 100000") == 1)
    #expect(processors(inQuota: "-1 0") == nil)
    #expect(processors(inQuota: "") == nil)
    #expect(usableProcessors() >= 1)
  }

  @Test func milliseconds_KeepMicroseconds() {
    #expect(AccessLog.milliseconds(.nanoseconds(1_234_567)) == 1.234)
    #expect(AccessLog.milliseconds(.seconds(2)) == 2000)
  }
}
