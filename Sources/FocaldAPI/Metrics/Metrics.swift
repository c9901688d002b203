import HTTPMessages

/// What `/metrics` tells, in Prometheus' text format 0.0.4.
public final class Metrics: Sendable {
  private struct Key: Hashable {
    let route: String
    let method: String
    let status: Int
  }

  private struct State {
    var durations: [Key: Histogram] = [:]
    var bytesIn = 0
    var bytesOut = 0
  }

  /// The methods that have a label of their own, the frequent ones first.
  private static let methods = ["POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"]

  private let state = Lock(State())
  private let load: @Sendable () -> ServerLoad?

  init(load: @escaping @Sendable () -> ServerLoad?) { self.load = load }

  /// Counts a request that has ended. `route` is a template, never a path: paths are without number.
  public func record(route: String?, method: String, status: Int, duration: Duration, bytesIn: Int, bytesOut: Int) {
    let (seconds, attoseconds) = duration.components
    let time = Double(seconds) + Double(attoseconds) / 1e18
    let key = Key(route: route ?? "", method: Self.methods.contains(method) ? method : "_OTHER", status: status)
    state.withLock { state in
      state.durations[key, default: Histogram()].record(time)
      state.bytesIn += bytesIn
      state.bytesOut += bytesOut
    }
  }

  /// The whole text.
  func exposition() -> String {
    var text = PrometheusText()
    addRequests(to: &text)
    if let load = load() { text.add(load) }
    ProcessMetrics.add(to: &text)
    text.header("focald_build_info", "gauge", "The build; always 1.")
    text.sample("focald_build_info", ["version": BuildInformation.version], 1)
    return text.text
  }

  private func addRequests(to text: inout PrometheusText) {
    let state = state.withLock { $0 }
    let name = "http_server_request_duration_seconds"
    text.header(name, "histogram", "Time from a request's head to the end of its answer.")
    let ordered = state.durations.sorted {
      ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
    }
    for (key, histogram) in ordered {
      text.histogram(
        name,
        [
          "http_route": key.route, "http_request_method": key.method,
          "http_response_status_code": String(key.status),
        ], histogram)
    }
    text.counter("http_server_request_body_bytes_total", "Bytes of bodies received.", Double(state.bytesIn))
    text.counter("http_server_response_body_bytes_total", "Bytes of bodies sent.", Double(state.bytesOut))
  }
}

extension PrometheusText {
  fileprivate mutating func add(_ load: ServerLoad) {
    gauge("http_server_active_requests", "Requests that have begun and not ended.", Double(load.active))
    gauge("focald_queue_depth", "Requests waiting for a worker.", Double(load.queued))
    gauge("focald_queue_limit", "Requests that may wait for a worker.", Double(load.queueLimit))
    gauge("focald_connections", "Open connections.", Double(load.connections))
    gauge("focald_connection_limit", "Connections that may be open.", Double(load.connectionLimit))
    gauge("focald_memory_bytes", "Memory that requests hold.", Double(load.memory))
    gauge("focald_memory_limit_bytes", "Memory that requests may hold.", Double(load.memoryLimit))
    counter("focald_log_dropped_total", "Log lines that could not be written.", Double(load.logLinesDropped))
  }
}
