/// A number of bytes: `65536`, `64KiB`, `256MiB`, `1GiB`.
struct ByteSize: SettingFormat {
  let range: ClosedRange<Int>

  /// Powers of 1024 only: `MB` means two things.
  private static let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

  init(_ range: ClosedRange<Int>) { self.range = range }

  var permitted: String {
    "a size from \(write(range.lowerBound)) to \(write(range.upperBound)), in bytes or with KiB, MiB or GiB"
  }

  func read(_ text: String) -> Int? {
    let unit = Self.units.first { text.hasSuffix($0.0) } ?? ("", 1)
    guard let count = Int(text.dropLast(unit.0.count)) else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.1)
    return !overflow && range.contains(bytes) ? bytes : nil
  }

  func write(_ value: Int) -> String {
    guard value > 0, let unit = Self.units.first(where: { value % $0.1 == 0 }) else { return String(value) }
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
