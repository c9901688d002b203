/// What a parameter may be. From it follow the check of a request, the catalogue, and the test of `openapi.yaml`.
package indirect enum ParameterType: Sendable, Equatable {
  case number(NumberRange)
  case integer(NumberRange)
  case boolean
  case choice([String])
  /// A list; `count` elements if that is fixed.
  case list(ParameterType, count: Int?)
  case anyOf([ParameterType])
  /// Named members, each with a type and a default.
  case object([Parameter])
  /// Members whose names the request chooses, each of a type, beside some that are declared.
  case map(ParameterType, with: [Parameter])
  /// Any text.
  case text

  /// In words, for messages: «a number > 0».
  package var words: String {
    switch self {
    case .number(let range): "a number\(range.words)"
    case .integer(let range): "a whole number\(range.words)"
    case .boolean: "true or false"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .list(let element, let count): "a list of \(count.map { "\($0) " } ?? "")\(element.pluralWords)"
    case .anyOf(let types): types.map(\.words).joined(separator: ", or ")
    case .object(let members): "an object with \(members.map(\.name).joined(separator: ", "))"
    case .map(let type, let members):
      "an object of named \(type.pluralWords)"
        + (members.isEmpty ? "" : ", with \(members.map(\.name).joined(separator: ", "))")
    case .text: "a string"
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
    case .map(let type, _): "objects of named \(type.pluralWords)"
    case .text: "strings"
    }
  }
}
