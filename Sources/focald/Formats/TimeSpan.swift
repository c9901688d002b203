/// A span of time: `500ms`, `30s`, `2m`, `1h`.
struct TimeSpan: SettingFormat {
  let range: ClosedRange<Duration>

  /// Milliseconds in each unit; `ms` stands before `s` and `m`, which end it or begin it.
  private static let units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]

  init(_ range: ClosedRange<Duration>) { self.range = range }

  var permitted: String {
    "a time from \(write(range.lowerBound)) to \(write(range.upperBound)), with ms, s, m or h"
  }

  func read(_ text: String) -> Duration? {
    guard let unit = Self.units.first(where: { text.hasSuffix($0.0) }),
      let count = Int(text.dropLast(unit.0.count))
    else { return nil }
    let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.1)
    guard !overflow else { return nil }
    let value = Duration.milliseconds(milliseconds)
    return range.contains(value) ? value : nil
  }

  func write(_ value: Duration) -> String {
    let (seconds, attoseconds) = value.components
    if attoseconds == 0 && seconds > 0 && seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    return attoseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
  }
}
