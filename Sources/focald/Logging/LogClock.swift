import Glibc
import HTTPMessages

/// The time for lines that come by the thousand: what a second looks like is worked out once.
enum LogClock {
  private static let last = Lock<(second: Int, text: [UInt8])>((.min, []))

  static var now: timespec {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time
  }

  /// A second in UTC, `2026-01-02T03:04:05`.
  static func second(_ second: Int) -> [UInt8] {
    last.withLock { last in
      if last.second != second { last = (second, words(second)) }
      return last.text
    }
  }

  private static func words(_ second: Int) -> [UInt8] {
    var (second, fields) = (second, tm())
    gmtime_r(&second, &fields)
    func digits(_ number: Int32, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    let date = [digits(fields.tm_year + 1900, 4), digits(fields.tm_mon + 1, 2), digits(fields.tm_mday, 2)]
    let time = [digits(fields.tm_hour, 2), digits(fields.tm_min, 2), digits(fields.tm_sec, 2)]
    return Array("\(date.joined(separator: "-"))T\(time.joined(separator: ":"))".utf8)
  }
}
