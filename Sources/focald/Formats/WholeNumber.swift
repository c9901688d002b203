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

/// A whole number within a range, or `auto`, which is `nil`: the program finds it itself.
struct WholeNumberOrAuto: SettingFormat {
  let number: WholeNumber

  init(_ range: ClosedRange<Int>) { number = WholeNumber(range) }

  var permitted: String { "\(number.permitted), or auto" }

  func read(_ text: String) -> Int?? {
    if text == "auto" { return .some(nil) }
    guard let value = number.read(text) else { return nil }
    return .some(value)
  }

  func write(_ value: Int?) -> String { value.map { number.write($0) } ?? "auto" }
}
