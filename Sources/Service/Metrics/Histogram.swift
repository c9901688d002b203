import HTTPMessages

/// A cumulative histogram of durations, in seconds, as Prometheus wants it.
struct Histogram: Sendable {
  /// A request by which a bucket can be understood: its trace, how long it took, and when that was.
  struct Exemplar: Sendable {
    let trace: TraceContext
    let seconds: Double
    /// Seconds since 1970.
    let time: Double
  }

  /// Upper bounds: from half a millisecond to ten seconds. Few, as each costs a series for each operation.
  static let bounds: [Double] = [0.0005, 0.0025, 0.01, 0.1, 0.25, 1, 5, 10]
  /// Lines that one makes: buckets, sum and count.
  static let series = bounds.count + 3

  private(set) var buckets = [Int](repeating: 0, count: bounds.count + 1)
  /// The last one of each bucket.
  private(set) var exemplars = [Exemplar?](repeating: nil, count: bounds.count + 1)
  private(set) var sum = 0.0
  private(set) var count = 0

  mutating func record(_ seconds: Double, trace: TraceContext? = nil, at time: Double = 0) {
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    buckets[bucket] += 1
    sum += seconds
    count += 1
    if let trace { exemplars[bucket] = Exemplar(trace: trace, seconds: seconds, time: time) }
  }
}
