import JSON

/// Words for a number that there is not: NaN in the library that a request follows.
enum Undefined {
  /// `what`: what is undefined, as a sentence.
  static func words(_ what: String, _ request: Request) -> String {
    let compat = request.declaration.dialects?.profile(named: request.given(DialectFields.compatName))
    let library = compat.map { "\($0.library.rawValue) gives NaN here" } ?? "such a number is NaN"
    return "\(what): \(library). Without compat, or with the field's own value, it is defined"
  }

  /// The mean of nothing.
  static func mean(_ field: String, _ request: Request) -> Problem {
    Problem(.undefined, at: "/\(field)", words("the mean of no elements is 0/0", request))
  }
}
