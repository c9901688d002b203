import Testing

@testable import FocaldAPI

@Suite struct MetricsTests {
  private func exposition(_ service: Service) -> Exposition { Exposition(service.get("/metrics").text) }

  private func recorded() -> Service {
    let service = Service(load: { ServerLoad(active: 3, queued: 2, queueLimit: 64) })
    for duration in [Duration.microseconds(50), .milliseconds(3), .seconds(60)] {
      service.metrics.record(
        route: "/v1/{family}/{name}", method: "POST", status: 200, duration: duration, bytesIn: 10, bytesOut: 20)
    }
    service.metrics.record(route: nil, method: "BREW\"\n", status: 404, duration: .zero, bytesIn: 0, bytesOut: 5)
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
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="0.0001"}"#) == 1)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="0.005"}"#) == 2)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="10"}"#) == 2)
    #expect(text.value(#"\#(name)_bucket{\#(labels),le="+Inf"}"#) == 3)
    #expect(text.value("http_server_request_body_bytes_total") == 30)
    #expect(text.value("http_server_response_body_bytes_total") == 65)
    #expect(text.value("http_server_active_requests") == 3)
    #expect(text.value("focald_queue_limit") == 64)
    #expect(text.value(#"focald_build_info{version="\#(BuildInformation.version)"}"#) == 1)
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
