/// What is left of a limit. It fills evenly, to the limit's amount at the most; what is taken beyond that is a debt, which
/// is filled first.
struct TokenBucket: Sendable {
  private let limit: Quota.Limit
  private var level: Double
  private var time: ContinuousClock.Instant

  /// A full one.
  init(_ limit: Quota.Limit, at now: ContinuousClock.Instant) {
    self.limit = limit
    level = Double(limit.amount)
    time = now
  }

  private var rate: Double { Double(limit.amount) / Double(limit.window.seconds) }

  /// Lets flow in what the time has brought.
  mutating func fill(at now: ContinuousClock.Instant) {
    guard now > time else { return }
    level = min(Double(limit.amount), level + rate * (now - time).inSeconds)
    time = now
  }

  /// Whether one more request may come that counts for so many: as many must be left, or all there can be; of bytes any, as
  /// no one knows how many will come.
  func isOpen(to requests: Int) -> Bool { limit.kind == .requests ? level >= needed(requests) : level > 0 }

  private func needed(_ requests: Int) -> Double { Double(min(max(requests, 1), limit.amount)) }

  /// Takes an amount, or gives it back if it is negative.
  mutating func take(_ amount: Double) { level = min(Double(limit.amount), level - amount) }

  /// What is left, in whole units.
  var remaining: Int { Int(max(0, level)) }

  /// Whole seconds until one more request may come that counts for so many, at least 1.
  func secondsUntilOpen(to requests: Int) -> Int { seconds(until: limit.kind == .requests ? needed(requests) : 1) }

  /// Whole seconds until it is full.
  var secondsUntilFull: Int { level >= Double(limit.amount) ? 0 : seconds(until: Double(limit.amount)) }

  private func seconds(until wanted: Double) -> Int {
    // A debt may be of petabytes.
    Int(min(max(1, ((wanted - level) / rate).rounded(.up)), 1e9))
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
