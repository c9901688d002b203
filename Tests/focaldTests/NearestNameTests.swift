import Testing

@testable import focald

@Suite struct NearestNameTests {
  private let names = Settings.all.map(\.key)

  @Test func nearest_IsFewEditsAway() {
    #expect(nearestName(to: "queue_lenght", in: names) == "queue_length")
    #expect(nearestName(to: "iothreads", in: names) == "io_threads")
    #expect(nearestName(to: "PORT", in: names) == "port")
  }

  @Test func nearest_IsNotFarFetched() {
    #expect(nearestName(to: "authentication", in: names) == nil)
    #expect(nearestName(to: "port", in: []) == nil)
  }
}
