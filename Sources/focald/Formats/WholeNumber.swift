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

/// A whole number within a range, or a word that stands for none.
struct WholeNumberOr: SettingFormat {
  let word: String
  let number: WholeNumber

  init(_ word: String, _ range: ClosedRange<Int>) {
    self.word = word
    number = WholeNumber(range)
  }

  var permitted: String { "\(number.permitted), or \(word)" }

  func read(_ text: String) -> Int?? {
    if text == word { return .some(nil) }
    guard let value = number.read(text) else { return nil }
    return .some(value)
  }

  func write(_ value: Int?) -> String { value.map { number.write($0) } ?? word }
}
