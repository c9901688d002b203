import Testing

@testable import DetectionCore

@Suite struct LowQualityRuleTests {
  /// Anchor 0 overlaps object 0 well; anchor 1 is the best of object 1, but overlaps object 0 more; nothing overlaps object 2.
  private let anchors: [[Double]] = [[0, 0, 10, 10], [0, 6, 10, 16], [100, 100, 110, 110]]
  private let targets: [[Double]] = [[0, 0, 10, 12], [0, 15, 10, 25], [500, 500, 510, 510]]

  private func labels(_ rule: LowQualityRule, targets count: Int) throws -> [Int] {
    let matcher = AnchorMatcher<Double>(allowsLowQuality: true, lowQuality: rule)
    return try matcher.match(Boxes(rows: anchors), targets: Boxes(rows: Array(targets.prefix(count)))).labels.elements
  }

  @Test func rescued_AreMatchedToTheirBestBoxOrToTheRescuer() throws {
    #expect(try labels(.init(), targets: 2) == [0, 0, -1])
    #expect(try labels(.init(matchesBest: false), targets: 2) == [0, 1, -1])
  }

  /// All anchors have the highest IoU of a box that none overlaps, 0.
  @Test func boxOutOfReach_RescuesAllOrNone() throws {
    #expect(try labels(.init(), targets: 3) == [0, 0, -1])
    #expect(try labels(.init(needsOverlap: false), targets: 3) == [0, 0, 0])
    #expect(try labels(.init(needsOverlap: false, matchesBest: false), targets: 3) == [2, 2, 2])
  }
}
