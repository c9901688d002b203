import Access

/// A number of bytes: `65536`, `64KiB`, `32MB`, `1g`.
struct ByteSize: SettingFormat {
  let range: ClosedRange<Int>

  init(_ range: ClosedRange<Int>) { self.range = range }

  var permitted: String {
    "a size from \(write(range.lowerBound)) to \(write(range.upperBound)), in bytes, kB, MB, GB (1000s) or KiB, MiB, GiB (1024s)"
  }

  func read(_ text: String) -> Int? { ByteCount.read(text).flatMap { range.contains($0) ? $0 : nil } }

  func write(_ value: Int) -> String { ByteCount.write(value) }
}
