/// The rows of levels, one after the other: the one place where rows of several levels are added up.
extension [Range<Int>] {
  /// A range for each count, the first from 0 on; `nil` if a count is negative or their sum is more than can be counted.
  public init?(counts: [Int]) {
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(counts.count)
    var start = 0
    for count in counts {
      let (end, overflow) = start.addingReportingOverflow(count)
      guard count >= 0, !overflow else { return nil }
      ranges.append(start..<end)
      start = end
    }
    self = ranges
  }

  /// How many rows they hold.
  public var total: Int { last?.upperBound ?? 0 }

  /// The level of a row; 0 where there are none.
  func level(of row: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound > row { high = middle } else { low = middle + 1 }
    }
    return low < count ? low : 0
  }
}
