import HTTPMessages
import JSON
import Operations

/// A text of metrics in the making.
struct ExpositionText {
  let format: ExpositionFormat
  private(set) var text = ""
  /// Lines that are samples.
  private(set) var series = 0

  init(_ format: ExpositionFormat) { self.format = format }

  /// Begins a family; a counter's name ends with `_total`, which OpenMetrics leaves out here.
  mutating func header(_ name: String, _ type: String, _ help: String) {
    let isShort = format == .openMetrics && type == "counter" && name.hasSuffix("_total")
    let family = isShort ? String(name.dropLast("_total".count)) : name
    // A counter without that ending is another's name, kept for its dashboards.
    let type = format == .openMetrics && type == "counter" && !isShort ? "unknown" : type
    text += "# HELP \(family) \(help)\n# TYPE \(family) \(type)\n"
  }

  mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, _ value: Double) {
    let list = Self.list(labels)
    line("\(name)\(list.isEmpty ? "" : "{\(list)}") \(plain(value))")
  }

  mutating func gauge(_ name: String, _ help: String, _ value: Double) {
    header(name, "gauge", help)
    sample(name, [:], value)
  }

  mutating func counter(_ name: String, _ help: String, _ value: Double) {
    header(name, "counter", help)
    sample(name, [:], value)
  }

  mutating func histogram(_ name: String, _ labels: KeyValuePairs<String, String>, _ histogram: Histogram) {
    let list = Self.list(labels)
    var cumulative = 0
    for (index, count) in histogram.buckets.enumerated() {
      cumulative += count
      let labels = list.isEmpty ? "" : list + ","
      line("\(name)_bucket{\(labels)le=\"\(bound(index))\"} \(cumulative)\(exemplar(histogram.exemplars[index]))")
    }
    let braced = list.isEmpty ? "" : "{\(list)}"
    line("\(name)_sum\(braced) \(plain(histogram.sum))")
    line("\(name)_count\(braced) \(histogram.count)")
  }

  /// Ends the text.
  mutating func finish() {
    if format == .openMetrics { text += "# EOF\n" }
  }

  private mutating func line(_ sample: String) {
    text += sample + "\n"
    series += 1
  }

  /// OpenMetrics wants a number with a point.
  private func bound(_ index: Int) -> String {
    guard index < Histogram.bounds.count else { return "+Inf" }
    return format == .openMetrics ? "\(Histogram.bounds[index])" : plain(Histogram.bounds[index])
  }

  private func exemplar(_ exemplar: Histogram.Exemplar?) -> String {
    guard format == .openMetrics, let exemplar else { return "" }
    return " # {trace_id=\"\(exemplar.trace.traceID)\"} \(exemplar.seconds) \(exemplar.time)"
  }

  private static func list(_ labels: KeyValuePairs<String, String>) -> String {
    labels.map { "\($0.key)=\"\(escaped($0.value))\"" }.joined(separator: ",")
  }

  /// `\`, `"` and line feeds of a label's value.
  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
