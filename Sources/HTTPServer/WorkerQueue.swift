import Dispatch
import HTTPMessages
import Threads

/// A bounded queue before a fixed number of workers, and one more for short work while all others have long work.
///
/// Short work never waits behind long work, and no client's behind all of another's. Nothing is interrupted: the
/// worker beyond the count is what keeps a long computation from being in the way. Where processors are short, threads with
/// long work give way to all others, those of the network first of all.
final class WorkerQueue: Sendable {
  private struct State: Sendable {
    /// Workers without work; the one that worked last is taken first.
    var idle: [Int]
    var isExpressIdle = true
    /// Workers with long work.
    var withLong = 0
    var short = WorkQueue()
    var long = WorkQueue()
    /// Short ones taken since the last long one, by workers that could have taken that.
    var streak = 0
    /// Places taken: being computed, waiting, or reserved.
    var occupied = 0
  }

  /// What came of asking for a place.
  enum Place {
    case reserved
    /// Reserved, as this one gives way: its client has the most waiting. It is to be answered.
    case reservedFor(Exchange)
    case none
  }

  /// So many short ones go before a long one that waits.
  private static let longestStreak = 8

  /// Serial queues, each with a thread of its own while it works: a concurrent one has as many threads as cores,
  /// whatever the configuration says. The last one is for short work only.
  private let workers: [DispatchQueue]
  /// Where each worker does its long work: Dispatch runs such queues on threads of their own, which can be made nice once and
  /// for all: no thread without a privilege could become less so again.
  private let longWorkers: [DispatchQueue]
  private let places: Int
  private let state: Lock<State>
  private let work: @Sendable (Exchange) -> Void

  /// `length` is how many may wait while all workers are busy.
  init(workers count: Int, length: Int, work: @escaping @Sendable (Exchange) -> Void) {
    let count = max(1, count)
    workers = (0...count).map { DispatchQueue(label: "focald.worker.\($0)") }
    longWorkers = (0..<count).map { DispatchQueue(label: "focald.worker.\($0).long", qos: .background) }
    places = count.addingReportingOverflow(max(0, length)).partialValue
    state = Lock(State(idle: Array((0..<count).reversed())))
    self.work = work
  }

  private var express: Int { workers.count - 1 }

  /// Takes a place for a client; where there is none, one of the client that has the most waiting, if that has at least
  /// two more than this one.
  func reserve(for client: HTTPClient.Identity) -> Place {
    state.withLock { state in
      guard state.occupied >= places else {
        state.occupied += 1
        return .reserved
      }
      let mine = state.long.count(of: client) + state.short.count(of: client)
      for queue in [\State.long, \State.short] {
        guard let most = state[keyPath: queue].largest, most.client != client, most.count >= mine + 2,
          let last = state[keyPath: queue].popLast(of: most.client)
        else { continue }
        return .reservedFor(last)
      }
      return .none
    }
  }

  /// Gives a reserved place back.
  func release() { state.withLock { $0.occupied -= 1 } }

  /// Uses a reserved place.
  func submit(_ exchange: Exchange) {
    let isShort = exchange.isShort
    let tasks: [Task] = state.withLock { state in
      if isShort { state.short.append(exchange) } else { state.long.append(exchange) }
      var tasks: [Task] = []
      if let worker = state.idle.popLast(), let task = take(worker, &state) { tasks.append(task) }
      if let task = takeExpress(&state) { tasks.append(task) }
      return tasks
    }
    for task in tasks { start(task) }
  }

  /// Takes out what needs no computing any more, if it is still waiting, and frees its place.
  func discard(_ exchange: Exchange) {
    state.withLock { state in
      if state.short.remove(exchange) || state.long.remove(exchange) { state.occupied -= 1 }
    }
  }

  /// How many wait, and how many are being computed.
  var load: (waiting: Int, computing: Int) {
    state.withLock { state in
      (state.short.count + state.long.count, express - state.idle.count + (state.isExpressIdle ? 0 : 1))
    }
  }

  /// What a worker is to do.
  private struct Task: Sendable {
    var worker: Int
    var exchange: Exchange
    var isLong: Bool
  }

  private func start(_ task: Task) {
    let queue = task.isLong ? longWorkers[task.worker] : workers[task.worker]
    queue.async { self.run(task) }
  }

  private func run(_ first: Task) {
    if first.isLong { Niceness.become(Niceness.most) }
    var next: Task? = first
    while let task = next {
      guard task.isLong == first.isLong else { return start(task) }
      work(task.exchange)
      let express: Task?
      (next, express) = state.withLock { state in
        state.occupied -= 1
        if task.isLong { state.withLong -= 1 }
        if task.worker == self.express { state.isExpressIdle = true }
        let next = task.worker == self.express ? takeExpress(&state) : take(task.worker, &state)
        return (next, task.worker == self.express ? nil : takeExpress(&state))
      }
      if let express { start(express) }
    }
  }

  /// What a worker does next; nil: it is idle.
  private func take(_ worker: Int, _ state: inout State) -> Task? {
    let isLongDue = state.streak >= Self.longestStreak && state.long.count > 0
    if !isLongDue, let next = state.short.popFirst() {
      state.streak += 1
      return Task(worker: worker, exchange: next, isLong: false)
    }
    state.streak = 0
    guard let next = state.long.popFirst() else {
      state.idle.append(worker)
      return nil
    }
    state.withLong += 1
    return Task(worker: worker, exchange: next, isLong: true)
  }

  /// What the worker for short work does next: nothing, while another will soon be free.
  private func takeExpress(_ state: inout State) -> Task? {
    guard state.isExpressIdle, state.withLong == express, let next = state.short.popFirst() else { return nil }
    state.isExpressIdle = false
    return Task(worker: express, exchange: next, isLong: false)
  }
}
