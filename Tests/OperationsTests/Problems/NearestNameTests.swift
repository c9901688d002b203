import Testing

@testable import Operations

@Suite struct NearestNameTests {
  private let names = ["host", "port", "io_threads", "workers", "queue_length", "body_limit", "deadline"]

  @Test func nearest_IsFewEditsAway() {
    #expect(nearestName(to: "queue_lenght", among: names) == "queue_length")
    #expect(nearestName(to: "iothreads", among: names) == "io_threads")
    #expect(nearestName(to: "PORT", among: names) == "port")
  }

  @Test func nearest_IsNotFarFetched() {
    #expect(nearestName(to: "authentication", among: names) == nil)
    #expect(nearestName(to: "port", among: []) == nil)
  }
}
