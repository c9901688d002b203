/// On how many threads a network runs.
struct ThreadRule: Sendable {
  /// Threads at the most.
  let processors: Int
  /// Multiplications that are worth a thread: one does 250 million in some 10 ms. A step waits for the slowest thread: on a
  /// busy machine that costs a small network more than it gains.
  var workPerThread = 250e6

  /// The threads for so many multiplications.
  func threads(for work: Double) -> Int { Int(max(1, min(Double(processors), work / workPerThread))) }
}
