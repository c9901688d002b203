import Dispatch
import Glibc
import HTTPMessages
import Synchronization

/// The requests between their first callback and their completed callback.
final class InFlight: Sendable {
  private struct State: Sendable {
    /// Each at its place, and the places that are free.
    var exchanges: [Exchange?] = []
    var free: [Int] = []
    var isDraining = false
    /// When the last request came that was not admitted.
    var lastNewcomer = ContinuousClock.now
  }

  private let state = Lock(State())
  private let draining = Atomic(false)
  private let leaving = Atomic(false)
  /// Requests taken in before draining began.
  private let admitted = DispatchGroup()
  /// All others: they are answered at once.
  private let newcomers = DispatchGroup()

  /// Registers what `make` makes, telling it whether it came in time.
  func add(_ make: (_ isAdmitted: Bool, _ place: Int) -> Exchange) -> Exchange {
    // One lock for the question and the entry: a drain misses nothing that was admitted.
    state.withLock { state in
      let place = state.free.popLast() ?? state.exchanges.count
      if place == state.exchanges.count { state.exchanges.append(nil) }
      let exchange = make(!state.isDraining, place)
      if state.isDraining { state.lastNewcomer = .now }
      state.exchanges[place] = exchange
      group(of: exchange).enter()
      return exchange
    }
  }

  func remove(_ exchange: Exchange) {
    state.withLock { state in
      state.exchanges[exchange.place] = nil
      state.free.append(exchange.place)
    }
    group(of: exchange).leave()
  }

  var all: [Exchange] { state.withLock { $0.exchanges.compactMap(\.self) } }
  var count: Int { state.withLock { $0.exchanges.count - $0.free.count } }
  /// Asked for each answer, hence beside the lock.
  var isDraining: Bool { draining.load(ordering: .acquiring) }

  /// Whether each answer ends its connection.
  var endsConnections: Bool { leaving.load(ordering: .acquiring) }

  /// From here on each answer ends its connection.
  func endConnections() { leaving.store(true, ordering: .releasing) }

  /// From here on nothing is admitted.
  func startDraining() {
    state.withLock { state in
      state.isDraining = true
      state.lastNewcomer = .now
    }
    draining.store(true, ordering: .releasing)
    endConnections()
  }

  /// Blocks until all admitted requests are completed. False: not in time.
  func waitForAdmitted(_ limit: Duration) -> Bool {
    admitted.wait(timeout: .now() + limit.dispatched) == .success
  }

  /// Blocks until the other requests are completed. False: not in time.
  @discardableResult
  func waitForNewcomers(_ limit: Duration) -> Bool {
    newcomers.wait(timeout: .now() + limit.dispatched) == .success
  }

  /// Blocks until no request has come for a while: clients that were busy have then been sent elsewhere, and are not
  /// cut off with a request on its way.
  func waitForQuiet(_ quiet: Duration, atMost limit: Duration) {
    let end = ContinuousClock.now.advanced(by: limit)
    while ContinuousClock.now < end, state.withLock({ $0.lastNewcomer }).duration(to: .now) < quiet { usleep(5000) }
  }

  private func group(of exchange: Exchange) -> DispatchGroup { exchange.isAdmitted ? admitted : newcomers }
}

extension Duration {
  /// The same time in Dispatch's words, at least 0 and at most about 292 years.
  var dispatched: DispatchTimeInterval {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return .nanoseconds(0) }
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let limit = Int64.max / 2
    guard !overflow, nanoseconds < limit else { return .nanoseconds(Int(limit)) }
    return .nanoseconds(Int(nanoseconds + attoseconds / 1_000_000_000))
  }

  /// Whole milliseconds, at least 1.
  var wholeMilliseconds: UInt32 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    return UInt32(clamping: overflow ? Int64.max : max(1, whole + attoseconds / 1_000_000_000_000_000))
  }

  /// Whole seconds, rounded up, at least 1: where 0 would mean "for ever".
  var wholeSeconds: UInt32 {
    let (seconds, attoseconds) = components
    return UInt32(clamping: max(1, seconds < Int64.max && attoseconds > 0 ? seconds + 1 : seconds))
  }
}
