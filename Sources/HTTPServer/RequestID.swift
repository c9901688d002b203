import HTTPMessages
import Synchronization

/// What a request is called in answers and logs.
enum RequestID {
  /// Where clients and servers write it.
  static let header = "X-Request-Id"

  /// The caller's id if it is sane, else a new one: it goes into log lines and headers unescaped.
  static func choose(_ offered: String?) -> String {
    if let offered, isSane(offered) { return offered }
    return unique()
  }

  /// The request's span: of the caller's trace, if it names one well, else of a new one, which is called like the request
  /// where that has no name of the caller's.
  static func trace(_ offered: [String], id: String, isOwn: Bool) -> TraceContext {
    let span = next().high
    if offered.count == 1, let trace = TraceContext(offered[0], span: span) { return trace }
    return TraceContext(traceID: isOwn ? id : unique(), span: span)
  }

  /// 1…128 characters of `A-Za-z0-9._~:/+=@-`.
  static func isSane(_ id: String) -> Bool {
    (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
  }

  /// Where this process's ids begin: 128 bits, so that those of two processes do not meet.
  private static let origin = (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max))
  private static let issued = Atomic<UInt64>(0)

  /// 32 hex digits that no other request has. An id names a request and guards nothing, so it need not be unguessable:
  /// a counter, scattered, costs no system call.
  private static func unique() -> String {
    let (high, low) = next()
    return hexadecimal(high, low)
  }

  private static func next() -> (high: UInt64, low: UInt64) {
    let number = issued.add(1, ordering: .relaxed).newValue
    return (scattered(origin.0 &+ number), scattered(origin.1 &+ number))
  }

  private static func hexadecimal(_ high: UInt64, _ low: UInt64) -> String {
    String(unsafeUninitializedCapacity: 32) { text in
      writeHex(high, to: text.baseAddress)
      writeHex(low, to: text.baseAddress.map { $0 + 16 })
      return 32
    }
  }

  /// SplitMix64 (Steele, Lea, Flood 2014): one to one, so that different numbers stay different.
  private static func scattered(_ number: UInt64) -> UInt64 {
    var z = number &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "._~:/+=@-".utf8.contains(byte)
    }
  }
}
