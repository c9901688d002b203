import Glibc

/// A moment, written as RFC 3339 with milliseconds in UTC: `2026-01-02T03:04:05.678Z`.
struct Timestamp: CustomStringConvertible {
  /// Seconds since 1970.
  var seconds: Int
  /// The rest.
  var nanoseconds: Int

  /// This moment.
  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
  }

  var description: String {
    var parts = tm()
    var seconds = seconds
    gmtime_r(&seconds, &parts)
    let day = "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    let time = "\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))"
    return "\(day)T\(time).\(padded(Int32(nanoseconds / 1_000_000), to: 3))Z"
  }

  private func padded(_ number: Int32, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
