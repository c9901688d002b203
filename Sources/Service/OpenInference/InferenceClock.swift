/// Measures the stages of one inference.
struct InferenceClock {
  private(set) var times = InferenceTimes()
  private var last = ContinuousClock.now

  /// What has passed since the last lap belongs to a stage.
  mutating func lap(_ stage: WritableKeyPath<InferenceTimes, Duration>) {
    let now = ContinuousClock.now
    times[keyPath: stage] += now - last
    last = now
  }
}
