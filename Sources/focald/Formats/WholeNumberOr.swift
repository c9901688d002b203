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
