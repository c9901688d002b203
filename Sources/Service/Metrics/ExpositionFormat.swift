import HTTPMessages

/// The two texts that `/metrics` comes in.
enum ExpositionFormat: Sendable {
  /// Prometheus' text format 0.0.4.
  case prometheus
  /// OpenMetrics 1.0, with exemplars.
  case openMetrics

  /// The one that a client likes better.
  init(accepting fields: [String]) {
    var best = (open: 0.0, plain: 0.0)
    for range in fields.flatMap({ $0.split(separator: ",") }) {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      switch parts.first {
      // Another version may be wanted beside; each is asked for in a range of its own.
      case "application/openmetrics-text" where !parts.contains { $0.hasPrefix("version=0.") }:
        best.open = max(best.open, quality)
      case "text/plain", "text/*", "*/*": best.plain = max(best.plain, quality)
      default: break
      }
    }
    self = best.open > 0 && best.open >= best.plain ? .openMetrics : .prometheus
  }

  /// What `Content-Type` says.
  var contentType: String {
    switch self {
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    }
  }
}
