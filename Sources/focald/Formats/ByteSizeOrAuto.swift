import Access

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
