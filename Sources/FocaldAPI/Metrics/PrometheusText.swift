/// A text in Prometheus' exposition format 0.0.4.
struct PrometheusText {
  private(set) var text = ""

  mutating func header(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, _ value: Double) {
    let list = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    text += "\(name)\(list.isEmpty ? "" : "{\(list)}") \(plain(value))\n"
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
    let list = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    var cumulative = 0
    for (index, count) in histogram.buckets.enumerated() {
      cumulative += count
      let bound = index < Histogram.bounds.count ? "\(plain(Histogram.bounds[index]))" : "+Inf"
      text += "\(name)_bucket{\(list),le=\"\(bound)\"} \(cumulative)\n"
    }
    text += "\(name)_sum{\(list)} \(plain(histogram.sum))\n\(name)_count{\(list)} \(histogram.count)\n"
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
