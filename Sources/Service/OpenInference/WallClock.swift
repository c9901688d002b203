import Glibc

/// The time of day.
enum WallClock {
  /// Milliseconds since 1970.
  static var milliseconds: Int {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }

  /// Seconds since 1970, to the millisecond.
  static var seconds: Double { Double(milliseconds) / 1000 }
}
