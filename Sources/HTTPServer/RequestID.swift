/// What a request is called in answers and logs.
enum RequestID {
  /// Where clients and servers write it.
  static let header = "X-Request-Id"

  /// The caller's id if it is sane, else a new one: it goes into log lines and headers unescaped.
  static func choose(_ offered: String?) -> String {
    if let offered, isSane(offered) { return offered }
    return random()
  }

  /// 1…128 characters of `A-Za-z0-9._~:/+=@-`.
  static func isSane(_ id: String) -> Bool {
    (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
  }

  private static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    return hex(generator.next()) + hex(generator.next())
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 16) { text in
      for place in 0..<16 { text[place] = digits[Int(number >> UInt64(60 - 4 * place) & 15)] }
      return 16
    }
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
