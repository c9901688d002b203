/// A number of bytes: `65536`, `64KiB`, `32MB`, `1g`.
struct ByteSize: SettingFormat {
  let range: ClosedRange<Int>

  /// Powers of 1024, the largest first.
  private static let binary = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
  /// In lower case and without the `b` that may follow: with `i` powers of 1024, without it powers of 1000.
  private static let units = [
    "": 1, "k": 1000, "m": 1_000_000, "g": 1_000_000_000, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30,
  ]

  init(_ range: ClosedRange<Int>) { self.range = range }

  var permitted: String {
    "a size from \(write(range.lowerBound)) to \(write(range.upperBound)), in bytes, kB, MB, GB (1000s) or KiB, MiB, GiB (1024s)"
  }

  func read(_ text: String) -> Int? {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    var unit = text.dropFirst(digits.count).lowercased()
    if unit.hasSuffix("b") { unit.removeLast() }
    guard let count = Int(text.prefix(digits.count)), let size = Self.units[unit] else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    return !overflow && range.contains(bytes) ? bytes : nil
  }

  func write(_ value: Int) -> String {
    guard value > 0, let unit = Self.binary.first(where: { value % $0.1 == 0 }) else { return String(value) }
    return "\(value / unit.1)\(unit.0)"
  }
}

/// A number of bytes, or `auto`, which is `nil`: the program finds it itself.
struct ByteSizeOrAuto: SettingFormat {
  let size: ByteSize

  init(_ range: ClosedRange<Int>) { size = ByteSize(range) }

  var permitted: String { "\(size.permitted), or auto" }

  func read(_ text: String) -> Int?? {
    if text == "auto" { return .some(nil) }
    guard let value = size.read(text) else { return nil }
    return .some(value)
  }

  func write(_ value: Int?) -> String { value.map { size.write($0) } ?? "auto" }
}
