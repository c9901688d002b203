import HTTPMessages
import Operations

/// What `/metrics` tells.
///
/// Of bounded size, whatever clients send: a series is made for what the program knows (routes, operations, statuses), and
/// where there would be too many the rest is counted together.
public final class Metrics: Sendable {
  fileprivate struct Key: Hashable, Comparable {
    let route: String
    let method: String
    let status: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  private struct State {
    var durations: [Key: Histogram] = [:]
    var queueWait = Histogram()
    var workerTime = Histogram()
    var refusals: [String: Int] = [:]
    var bytesIn = 0
    var bytesOut = 0
  }

  /// The methods that have a label of their own, the frequent ones first.
  private static let methods = ["POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"]
  /// Series in all at the most; of them what is always there, and what an operation has under `/v2`.
  private static let most = 2000
  private static let always = 160
  private static let perModel = 8
  /// Routes with method and status that have a histogram of their own; the others share one for each status.
  fileprivate static let routes = (most - always - perModel * Registry.all.count) / Histogram.series - 20

  private let state = Lock(State())
  private let load: @Sendable () -> ServerLoad?
  let inferences = InferenceStatistics()

  private let networks: NetworkStatistics

  init(networks: NetworkStatistics = NetworkStatistics(), load: @escaping @Sendable () -> ServerLoad?) {
    self.networks = networks
    self.load = load
  }

  /// Counts a request that has ended.
  public func record(_ record: RequestRecord) {
    let method = Self.methods.contains(record.method) ? record.method : "_OTHER"
    let key = Key(route: record.route ?? "", method: method, status: record.status)
    let time = record.trace == nil ? 0 : WallClock.seconds
    state.withLock { state in
      state.durations.record(record, under: key, at: time)
      if let wait = record.queueWait { state.queueWait.record(wait.inSeconds, trace: record.trace, at: time) }
      if let work = record.workerTime { state.workerTime.record(work.inSeconds, trace: record.trace, at: time) }
      state.bytesIn += record.bytesIn
      state.bytesOut += record.bytesOut
    }
    if let model = record.model, record.route?.hasPrefix("/v2/") == true, let wait = record.queueWait {
      inferences.waited(model, wait)
    }
  }

  /// Counts a request that was not computed.
  func refused(_ reason: String) { state.withLock { $0.refusals[reason, default: 0] += 1 } }

  /// The whole text.
  func exposition(_ format: ExpositionFormat = .prometheus) -> String {
    var text = ExpositionText(format)
    let state = state.withLock { $0 }
    add(state, to: &text)
    if let load = load() { text.add(load) }
    inferences.add(to: &text)
    networks.add(to: &text)
    ProcessMetrics.add(to: &text)
    text.header("focald_build_info", "gauge", "The build; always 1.")
    text.sample("focald_build_info", ["version": BuildInformation.version, "processor": BuildInformation.processor], 1)
    text.finish()
    return text.text
  }

  private func add(_ state: State, to text: inout ExpositionText) {
    let name = "http_server_request_duration_seconds"
    text.header(name, "histogram", "Time from a request's head to the end of its answer.")
    for (key, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
      text.histogram(
        name,
        [
          "http_route": key.route, "http_request_method": key.method,
          "http_response_status_code": String(key.status),
        ], histogram)
    }
    text.counter("http_server_request_body_bytes_total", "Bytes of bodies received.", Double(state.bytesIn))
    text.counter("http_server_response_body_bytes_total", "Bytes of bodies sent.", Double(state.bytesOut))
    text.header("focald_queue_wait_seconds", "histogram", "Time that requests waited for a worker.")
    text.histogram("focald_queue_wait_seconds", [:], state.queueWait)
    text.header("focald_worker_seconds", "histogram", "Time that workers spent on a request.")
    text.histogram("focald_worker_seconds", [:], state.workerTime)
    text.header("focald_refusals_total", "counter", "Requests that were not computed, by reason.")
    for reason in Refusal.all {
      text.sample("focald_refusals_total", ["reason": reason], Double(state.refusals[reason] ?? 0))
    }
  }
}

extension [Metrics.Key: Histogram] {
  /// Nearly every key is known, and a look-up takes as long as all else here.
  fileprivate mutating func record(_ record: RequestRecord, under key: Metrics.Key, at time: Double) {
    let seconds = record.duration.inSeconds
    if let known = index(forKey: key) { return values[known].record(seconds, trace: record.trace, at: time) }
    let place = count < Metrics.routes ? key : Metrics.Key(route: "_OTHER", method: "_OTHER", status: record.status)
    self[place, default: Histogram()].record(seconds, trace: record.trace, at: time)
  }
}

extension ExpositionText {
  fileprivate mutating func add(_ load: ServerLoad) {
    gauge("http_server_active_requests", "Requests that have begun and not ended.", Double(load.active))
    gauge("focald_queue_depth", "Requests waiting for a worker.", Double(load.queued))
    gauge("focald_queue_limit", "Requests that may wait for a worker.", Double(load.queueLimit))
    gauge("focald_workers_busy", "Workers that compute an answer.", Double(load.computing))
    gauge("focald_workers", "Workers.", Double(load.workers))
    gauge("focald_connections", "Open connections.", Double(load.connections))
    gauge("focald_connection_limit", "Connections that may be open.", Double(load.connectionLimit))
    gauge("focald_memory_bytes", "Memory that requests hold.", Double(load.memory))
    gauge("focald_memory_limit_bytes", "Memory that requests may hold.", Double(load.memoryLimit))
    gauge("focald_draining", "1 while the server is about to stop, else 0.", load.isDraining ? 1 : 0)
    counter(
      "focald_unseen_heads_total", "Heads that were read and ended without an answer of focald's own.",
      Double(load.unseenHeads))
    counter("focald_log_dropped_total", "Log lines that could not be written.", Double(load.logLinesDropped))
  }
}

extension Duration {
  /// Seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
