import DetectionCore
import Testing

@testable import Operations

@Suite struct DistinctIntegersTests {
  /// Close together, far apart, at the ends of 64 bits, in no column at all.
  @Test(
    arguments: [
      [], [[]], [[], [3]], [[3, 1, 3], [2]], [[-5, 90], [4000, -5]], [[0, 1 << 40], [-(1 << 40)]],
      [[.min, .max, 0, .max]],
      [[.max, .max - 1]], [[.min], [.min + 1]],
    ] as [[[Int64]]]) func integers_AreEachOnceAndRising(columns: [[Int64]])
  {
    #expect(DistinctIntegers.rising(in: columns.map { Tensor($0) }) == Set(columns.joined()).sorted())
  }
}
