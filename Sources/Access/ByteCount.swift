/// A number of bytes as people write it: `65536`, `64KiB`, `32MB`, `1g`.
public enum ByteCount {
  /// Powers of 1024, the largest first.
  private static let binary = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
  /// In lower case and without the `b` that may follow: with `i` powers of 1024, without it powers of 1000.
  private static let units = [
    "": 1, "k": 1000, "m": 1_000_000, "g": 1_000_000_000, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30,
  ]

  /// The number; nil: the text is none, or it is larger than any.
  public static func read(_ text: String) -> Int? {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    var unit = text.dropFirst(digits.count).lowercased()
    if unit.hasSuffix("b") { unit.removeLast() }
    guard let count = Int(text.prefix(digits.count)), let size = units[unit] else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    return overflow ? nil : bytes
  }

  /// The shortest text with a unit that `read` takes back exactly.
  public static func write(_ value: Int) -> String {
    guard value > 0, let unit = binary.first(where: { value % $0.1 == 0 }) else { return String(value) }
    return "\(value / unit.1)\(unit.0)"
  }
}
