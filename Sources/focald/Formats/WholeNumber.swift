/// A whole number within a range.
struct WholeNumber: SettingFormat {
  let range: ClosedRange<Int>

  init(_ range: ClosedRange<Int>) { self.range = range }

  var permitted: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }

  func read(_ text: String) -> Int? {
    guard let value = Int(text), range.contains(value) else { return nil }
    return value
  }

  func write(_ value: Int) -> String { String(value) }
}
