import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct MetricsTests {
  private func exposition(_ service: Service) -> Exposition { Exposition(service.get("/metrics").text) }

  private func recorded() -> Service {
    let service = Service(load: { ServerLoad(active: 3, queued: 2, queueLimit: 64) })
    for duration in [Duration.microseconds(50), .milliseconds(3), .seconds(60)] {
      service.metrics.record(
        RequestRecord(
          route: "/v1/{family}/{name}", method: "POST", status: 200, duration: duration, bytesIn: 10, bytesOut: 20,
          queueWait: duration, workerTime: duration,
          trace: TraceContext(traceID: "4bf92f3577b34da6a3ce929d0e0e4736", span: 1)))
    }
    service.metrics.record(
      RequestRecord(route: nil, method: "BREW\"\n", status: 404, duration: .zero, bytesOut: 5))
    return service
  }

  @Test func text_IsWellFormed() {
    let text = exposition(recorded())
    #expect(text.faults.isEmpty, "\(text.faults)")
    #expect(Service().get("/metrics").headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
  }

  @Test func names_AreTheContracts() {
    let names = Set(exposition(recorded()).types.keys)
    for name in [
      "http_server_request_duration_seconds", "http_server_active_requests", "http_server_request_body_bytes_total",
      "http_server_response_body_bytes_total", "focald_queue_depth", "focald_queue_limit", "focald_build_info",
      "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds",
    ] {
      #expect(names.contains(name), "\(name)")
    }
  }

  @Test func values_AreWhatWasRecorded() {
    let text = exposition(recorded())
    let labels = #"http_route="/v1/{family}/{name}",http_request_method="POST",http_response_status_code="200""#
    let name = "http_server_request_duration_seconds"
    #expect(text.value("\(name)_count{\(labels)}") == 3)
    #expect(abs((text.value("\(name)_sum{\(labels)}") ?? 0) - 60.00305) < 1e-9)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="0.0005"}"#) == 1)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="0.01"}"#) == 2)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="10"}"#) == 2)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="+Inf"}"#) == 3)
    #expect(text.value("http_server_request_body_bytes_total") == 30)
    #expect(text.value("http_server_response_body_bytes_total") == 65)
    #expect(text.value("http_server_active_requests") == 3)
    #expect(text.value("focald_queue_limit") == 64)
    let build = #"version="\#(BuildInformation.version)",processor="\#(BuildInformation.processor)""#
    #expect(text.value("focald_build_info{\(build)}") == 1)
  }

  @Test func histograms_OfQueueAndWorkersHaveWhatWasRecorded() {
    let text = exposition(recorded())
    for name in ["focald_queue_wait_seconds", "focald_worker_seconds"] {
      #expect(text.value("\(name)_count") == 3)
      #expect(text.value("\(name)_bucket{le=\"0.01\"}") == 2)
    }
  }

  @Test func refusals_AreCountedByReason() {
    let service = Service()
    let head = HTTPRequestHead(method: .get, path: "/")
    for failure: HTTPServerFailure in [.overloaded, .overloaded, .quotaExceeded(limit: "1/s", retryAfter: 1)] {
      _ = service.response(to: failure, of: head)
    }
    let text = exposition(service)
    #expect(text.value(#"focald_refusals_total{reason="overloaded"}"#) == 2)
    #expect(text.value(#"focald_refusals_total{reason="quota_exceeded"}"#) == 1)
    #expect(text.value(#"focald_refusals_total{reason="forbidden"}"#) == 0)
  }

  @Test(arguments: [
    ("application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.2,*/*;q=0.1", true),
    ("application/openmetrics-text", true), ("application/openmetrics-text; version=0.0.1; q=0.9, text/plain", false),
    ("", false), ("*/*", false), ("application/openmetrics-text;q=0", false),
    ("text/plain, application/openmetrics-text;q=0.5", false),
  ])
  func format_IsTheOneThatIsLiked(_ accept: String, _ isOpen: Bool) {
    let response = recorded().respond(
      to: HTTPRequest(head: HTTPRequestHead(method: .get, path: "/metrics", headers: ["Accept": accept])))
    let type =
      isOpen ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8"
    #expect(response.headers["Content-Type"] == type)
    #expect(response.body.text.hasSuffix("# EOF\n") == isOpen)
    #expect(response.body.text.contains("trace_id") == isOpen)
  }

  @Test func openMetrics_HasExemplarsAndItsNames() {
    let text = recorded().metrics.exposition(.openMetrics)
    let trace = ##" # {trace_id="4bf92f3577b34da6a3ce929d0e0e4736"} "##
    #expect(text.contains(##"focald_worker_seconds_bucket{le="0.0005"} 1"## + trace + "5e-05 "))
    #expect(text.contains("# TYPE http_server_request_body_bytes counter\nhttp_server_request_body_bytes_total 30\n"))
    #expect(text.contains("le=\"1.0\""))
    #expect(text.contains("# TYPE nv_inference_count unknown\n"))
  }

  /// Whatever is asked, and however it ends.
  @Test func series_AreBounded() {
    let service = Service(load: { ServerLoad(active: 0, queued: 0, queueLimit: 0) })
    func series() -> Int { exposition(service).samples.count }
    #expect(series() <= 400)
    for operation in Registry.all {
      let id = operation.declaration.id
      service.metrics.record(
        RequestRecord(route: operation.declaration.path, method: "POST", status: 200, duration: .zero, model: id))
      service.metrics.record(
        RequestRecord(
          route: "/v2/models/{model}/infer", method: "POST", status: 200, duration: .zero, model: id, queueWait: .zero))
      service.metrics.inferences.failed(id, .zero)
    }
    let used = series()
    #expect(used <= 2000, "\(used)")
    let all = exposition(service)
    for operation in Registry.all {
      let labels =
        "http_route=\"\(operation.declaration.path)\",http_request_method=\"POST\",http_response_status_code=\"200\""
      #expect(all.value("http_server_request_duration_seconds_count{\(labels)}") == 1)
      #expect(all.value("nv_inference_request_failure{model=\"\(operation.declaration.id)\",version=\"1\"}") == 1)
    }
    for operation in Registry.all {
      for status in [0, 400, 401, 403, 408, 413, 415, 422, 429, 500, 503, 504] {
        for method in ["POST", "PUT", "BREW"] {
          service.metrics.record(
            RequestRecord(route: operation.declaration.path, method: method, status: status, duration: .zero))
        }
      }
    }
    let abused = series()
    #expect(abused <= 2000, "\(abused)")
  }

  @Test func methods_WithoutNumber_AreOne() {
    let labels = #"http_route="",http_request_method="_OTHER",http_response_status_code="404""#
    #expect(exposition(recorded()).value("http_server_request_duration_seconds_count{\(labels)}") == 1)
  }
}

/// A reader of Prometheus' text format 0.0.4, strict about what focald writes.
struct Exposition {
  private(set) var types: [String: String] = [:]
  private(set) var samples: [String: Double] = [:]
  private(set) var faults: [String] = []

  init(_ text: String) {
    if !text.hasSuffix("\n") { faults.append("the last line has no line feed") }
    var helped: Set<String> = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
      if line.hasPrefix("# HELP "), words.count == 4 {
        if !helped.insert(words[2]).inserted { faults.append("two helps: \(line)") }
      } else if line.hasPrefix("# TYPE "), words.count == 4, ["counter", "gauge", "histogram"].contains(words[3]) {
        if types.updateValue(words[3], forKey: words[2]) != nil { faults.append("two types: \(line)") }
      } else {
        read(sample: String(line))
      }
    }
    if helped != Set(types.keys) { faults.append("helps and types differ") }
  }

  private mutating func read(sample line: String) {
    let sample = /([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? (-?[0-9.e+-]+|\+Inf)/
    guard let match = line.wholeMatch(of: sample), let value = Double(match.3) else {
      faults.append("not a sample: \(line)")
      return
    }
    let name = String(match.1)
    let bases = [name] + ["_bucket", "_sum", "_count"].filter(name.hasSuffix).map { String(name.dropLast($0.count)) }
    if !bases.contains(where: { types[$0] != nil }) { faults.append("no type before: \(line)") }
    if samples.updateValue(value, forKey: name + (match.2.map(String.init) ?? "")) != nil {
      faults.append("two samples: \(line)")
    }
  }

  func value(_ sample: String) -> Double? { samples[sample] }
}
