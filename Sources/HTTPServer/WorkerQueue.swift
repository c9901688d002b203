import Dispatch
import HTTPMessages

/// A bounded queue before a fixed number of workers.
final class WorkerQueue: Sendable {
  private struct State: Sendable {
    /// Workers without work; the one that worked last is taken first.
    var idle: [Int]
    /// First come, first served.
    var waiting: [Exchange] = []
    /// Places taken: being computed, waiting, or reserved.
    var occupied = 0
  }

  /// Serial queues, each with a thread of its own while it works: a concurrent one has as many threads as cores,
  /// whatever the configuration says.
  private let workers: [DispatchQueue]
  private let places: Int
  private let state: Lock<State>
  private let work: @Sendable (Exchange) -> Void

  /// `length` is how many may wait while all workers are busy.
  init(workers count: Int, length: Int, work: @escaping @Sendable (Exchange) -> Void) {
    let count = max(1, count)
    workers = (0..<count).map { DispatchQueue(label: "focald.worker.\($0)", qos: .userInitiated) }
    places = count.addingReportingOverflow(max(0, length)).partialValue
    state = Lock(State(idle: Array((0..<count).reversed())))
    self.work = work
  }

  /// Takes a place. False: there is none.
  func reserve() -> Bool {
    state.withLock { state in
      guard state.occupied < places else { return false }
      state.occupied += 1
      return true
    }
  }

  /// Gives a reserved place back.
  func release() { state.withLock { $0.occupied -= 1 } }

  /// Uses a reserved place.
  func submit(_ exchange: Exchange) {
    let worker: Int? = state.withLock { state in
      if let idle = state.idle.popLast() { return idle }
      state.waiting.append(exchange)
      return nil
    }
    guard let worker else { return }
    workers[worker].async { self.run(worker, exchange) }
  }

  /// Takes out what needs no computing any more, if it is still waiting, and frees its place.
  func discard(_ exchange: Exchange) {
    state.withLock { state in
      guard let index = state.waiting.firstIndex(where: { $0 === exchange }) else { return }
      state.waiting.remove(at: index)
      state.occupied -= 1
    }
  }

  /// How many wait, and how many are being computed.
  var load: (waiting: Int, computing: Int) {
    state.withLock { ($0.waiting.count, workers.count - $0.idle.count) }
  }

  private func run(_ worker: Int, _ first: Exchange) {
    var next: Exchange? = first
    while let exchange = next {
      work(exchange)
      next = state.withLock { state in
        state.occupied -= 1
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.idle.append(worker)
        return nil
      }
    }
  }
}
