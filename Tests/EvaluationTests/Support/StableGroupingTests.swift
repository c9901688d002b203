import DetectionCore
import Testing

@testable import Evaluation

@Suite struct StableGroupingTests {
  /// In blocks as in one piece it is a stable sort, of as many rows as make several blocks.
  @Test(arguments: [(0, 3), (5, 1), (1000, 7), (200_000, 80), (200_000, 20_000), (100_000, 1)])
  func rows_AreSortedStably(count: Int, keyCount: Int) {
    var random = SplitMix64(seed: UInt64(count + keyCount))
    let keys = Column<Int32>(uninitialized: count)
    let negative = keyCount / 8 + 1
    for row in 0..<count { keys.start[row] = Int32(random.below(keyCount + negative)) - Int32(negative) }
    let rows = (0..<Int32(count)).filter { $0 % 5 != 0 }.reversed().map { $0 }
    for given in [nil, rows] {
      let present = given ?? (0..<Int32(count)).map { $0 }
      let expected = present.enumerated().filter { keys[Int($1)] >= 0 }
        .sorted { (keys[Int($0.element)], $0.offset) < (keys[Int($1.element)], $1.offset) }.map(\.element)
      #expect(StableGrouping.order(given, by: keys, keyCount: keyCount) == expected)
      #expect(StableGrouping.order(given, by: keys, keyCount: keyCount, work: Work()) == expected)
    }
  }
}
