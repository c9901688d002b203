/// How long repetitions of some work took.
struct Measurement {
  let name: String
  let size: Int
  let nanoseconds: [Int64]

  /// Repeats the work until `seconds` are over, three times at least, or once if it takes longer than a second; unless it is
  /// the first, without a warm-up.
  init(of workload: Workload, name: String, size: Int, seconds: Double, isWarm: Bool) throws {
    self.name = name
    self.size = size
    let clock = ContinuousClock()
    if !isWarm {
      for _ in 0..<2 { _ = try workload.run() }
    }
    var samples: [Int64] = []
    let end = clock.now.advanced(by: .seconds(seconds))
    repeat {
      let start = clock.now
      let answer = try workload.run()
      let duration = clock.now - start
      withExtendedLifetime(answer) {}
      samples.append(Int64(duration / .nanoseconds(1)))
    } while samples[0] <= 1_000_000_000 && (samples.count < 3 || clock.now < end && samples.count < 10_000)
    nanoseconds = samples
  }

  /// One line.
  func json(withSamples: Bool) -> String {
    let sorted = nanoseconds.sorted()
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    let fields =
      "\"name\": \"\(name)\", \"n\": \(size), \"repetitions\": \(sorted.count), \"median_ns\": \((low + high) / 2), "
      + "\"min_ns\": \(sorted[0]), \"max_ns\": \(sorted[sorted.count - 1])"
    return withSamples ? "{\(fields), \"samples_ns\": \(nanoseconds)}" : "{\(fields)}"
  }
}
