/// A cumulative histogram of durations, in seconds, as Prometheus wants it.
struct Histogram: Sendable {
  /// Upper bounds: from a tenth of a millisecond to ten seconds.
  static let bounds: [Double] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  private(set) var buckets = [Int](repeating: 0, count: bounds.count + 1)
  private(set) var sum = 0.0
  private(set) var count = 0

  mutating func record(_ seconds: Double) {
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    buckets[bucket] += 1
    sum += seconds
    count += 1
  }
}
