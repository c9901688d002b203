/// What a parameter may be. From it follow the check of a request, the catalogue, and the test of `openapi.yaml`.
indirect enum ParameterType: Sendable, Equatable {
  case number(NumberRange)
  case integer(NumberRange)
  case boolean
  case choice([String])
  /// A list; `count` elements if that is fixed.
  case list(ParameterType, count: Int?)
  case anyOf([ParameterType])
  /// Named members, each with a type and a default.
  case object([Parameter])

  /// In words, for messages: «a number > 0».
  var words: String {
    switch self {
    case .number(let range): "a number\(range.words)"
    case .integer(let range): "a whole number\(range.words)"
    case .boolean: "true or false"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .list(let element, let count): "a list of \(count.map { "\($0) " } ?? "")\(element.pluralWords)"
    case .anyOf(let types): types.map(\.words).joined(separator: ", or ")
    case .object(let members): "an object with \(members.map(\.name).joined(separator: ", "))"
    }
  }

  /// As the elements of a list: «numbers > 0».
  private var pluralWords: String {
    switch self {
    case .number(let range): "numbers\(range.words)"
    case .integer(let range): "whole numbers\(range.words)"
    case .boolean: "booleans"
    case .choice: "words, each \(words)"
    case .list(let element, let count): "lists of \(count.map { "\($0) " } ?? "")\(element.pluralWords)"
    case .anyOf(let types): types.map(\.pluralWords).joined(separator: " or ")
    case .object(let members): "objects with \(members.map(\.name).joined(separator: ", "))"
    }
  }
}

/// Bounds of a number; finite ones are part of the contract.
struct NumberRange: Sendable, Equatable {
  var minimum: Double?
  var exclusiveMinimum: Double?
  var maximum: Double?

  static let any = NumberRange()
  static let positive = NumberRange(exclusiveMinimum: 0)
  static let notNegative = NumberRange(minimum: 0)
  static let unit = NumberRange(minimum: 0, maximum: 1)
  static func from(_ minimum: Double, to maximum: Double? = nil) -> NumberRange {
    NumberRange(minimum: minimum, maximum: maximum)
  }

  func contains(_ value: Double) -> Bool {
    if let minimum, !(value >= minimum) { return false }
    if let exclusiveMinimum, !(value > exclusiveMinimum) { return false }
    if let maximum, !(value <= maximum) { return false }
    return true
  }

  var words: String {
    switch (minimum, exclusiveMinimum, maximum) {
    case (let low?, _, let high?): " from \(plain(low)) to \(plain(high))"
    case (let low?, _, nil): " ≥ \(plain(low))"
    case (nil, let low?, let high?): " > \(plain(low)), at most \(plain(high))"
    case (nil, let low?, nil): " > \(plain(low))"
    case (nil, nil, let high?): " ≤ \(plain(high))"
    case (nil, nil, nil): ""
    }
  }
}

/// A number as people write it: `2`, not `2.0`.
func plain(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

/// «1 element», «2 elements».
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A text of the request as a message quotes it: a long one is cut.
func quoted(_ text: String) -> String {
  guard text.utf8.count > 64 else { return text }
  let start = text.unicodeScalars.prefix(64)
  return start.endIndex == text.unicodeScalars.endIndex ? text : String(String.UnicodeScalarView(start)) + "…"
}
