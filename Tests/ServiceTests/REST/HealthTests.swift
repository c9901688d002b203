import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct HealthTests {
  // The first question comes late, and its answer counts the time before it.
  @Test func uptime_CountsFromTheStart() async throws {
    let service = Service()
    try await Task.sleep(for: .milliseconds(1100))
    #expect((service.get("/healthz").json?["uptime_seconds"]?.number ?? 0) >= 1)
  }

  @Test func summary_SaysSinceWhen() throws {
    let health = Health(start: .now - .seconds(90)) { true }
    let json = try JSONReader.read(health.summary.body)
    #expect(json["uptime_seconds"]?.number == 90 && json["status"]?.text == "draining")
    #expect(health.summary.status.code == 503 && health.live.status.code == 200)
  }
}
