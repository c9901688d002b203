import DetectionCore

extension ParameterType {
  /// What is wrong with a value, or `nil`.
  func issue(with value: JSONValue, at place: String) -> Issue? {
    switch self {
    case .number(let range): numberIssue(value, range, at: place, isWhole: false)
    case .integer(let range): numberIssue(value, range, at: place, isWhole: true)
    case .boolean:
      if case .bool = value { nil } else { wrongType(value, place) }
    case .choice(let names): choiceIssue(value, names, at: place)
    case .list(let element, let count): listIssue(value, element, count, at: place)
    case .anyOf(let types): anyOfIssue(value, types, at: place)
    }
  }

  private func wrongType(_ value: JSONValue, _ place: String) -> Issue {
    Issue(pointer: place, code: .wrongType, detail: "expected \(words), found \(value.kindName)")
  }

  private func numberIssue(_ value: JSONValue, _ range: NumberRange, at place: String, isWhole: Bool) -> Issue? {
    guard let number = value.number else { return wrongType(value, place) }
    // Whole numbers beyond 2^53 are not exact in JSON's doubles.
    let fits = !isWhole || (number.rounded() == number && abs(number) <= 0x1p53)
    guard fits && range.contains(number) else {
      return Issue(pointer: place, code: .outOfRange, detail: "expected \(words), found \(plain(number))")
    }
    return nil
  }

  private func choiceIssue(_ value: JSONValue, _ names: [String], at place: String) -> Issue? {
    guard case .string(let text) = value else { return wrongType(value, place) }
    guard !names.contains(text) else { return nil }
    let nearest = nearestName(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
    return Issue(pointer: place, code: .invalidChoice, detail: "expected \(words), found \"\(text)\"\(nearest)")
  }

  private func listIssue(_ value: JSONValue, _ element: ParameterType, _ count: Int?, at place: String) -> Issue? {
    guard let list = value.list else { return wrongType(value, place) }
    if let count, list.count != count {
      return Issue(pointer: place, code: .shapeMismatch, detail: "expected \(words), found \(list.count) elements")
    }
    for (index, item) in list.enumerated() {
      if let issue = element.issue(with: item, at: "\(place)/\(index)") { return issue }
    }
    return nil
  }

  /// The issue of the alternative that the value comes nearest to: the one whose complaint lies deepest.
  private func anyOfIssue(_ value: JSONValue, _ types: [ParameterType], at place: String) -> Issue? {
    var deepest: Issue?
    for type in types {
      guard let issue = type.issue(with: value, at: place) else { return nil }
      let isDeeper = issue.pointer.utf8.count > (deepest?.pointer.utf8.count ?? 0)
      if isDeeper || (deepest?.code == .wrongType && issue.code != .wrongType) { deepest = issue }
    }
    guard let deepest, deepest.code != .wrongType || deepest.pointer != place else { return wrongType(value, place) }
    return deepest
  }
}
