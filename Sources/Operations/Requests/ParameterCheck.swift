import DetectionCore
package import JSON

extension ParameterType {
  /// What is wrong with a value, or `nil`.
  package func issue(with value: JSONValue, at place: String) -> Issue? {
    switch self {
    case .number(let range): numberIssue(value, range, at: place, isWhole: false)
    case .integer(let range): numberIssue(value, range, at: place, isWhole: true)
    case .boolean:
      if case .bool = value { nil } else { wrongType(value, place) }
    case .choice(let names): choiceIssue(value, names, at: place)
    case .list(let element, let count): listIssue(value, element, count, at: place)
    case .anyOf(let types): anyOfIssue(value, types, at: place)
    case .object(let members): objectIssue(value, members, at: place)
    case .map(let type, let members): mapIssue(value, type, members, at: place)
    case .text:
      if case .string = value { nil } else { wrongType(value, place) }
    }
  }

  private func wrongType(_ value: JSONValue, _ place: String) -> Issue {
    Issue(pointer: place, code: .wrongType, detail: "expected \(words), found \(value.kindName)")
  }

  private func numberIssue(_ value: JSONValue, _ range: NumberRange, at place: String, isWhole: Bool) -> Issue? {
    guard let number = value.number else { return wrongType(value, place) }
    guard !isWhole || number.rounded() == number, range.contains(number) else {
      return Issue(pointer: place, code: .outOfRange, detail: "expected \(words), found \(plain(number))")
    }
    // Whole numbers beyond 2^53 are not exact in JSON's doubles.
    guard !isWhole || abs(number) <= 0x1p53 else {
      return Issue(
        pointer: place, code: .outOfRange,
        detail: "expected a whole number within ±\(plain(0x1p53)), found \(plain(number))")
    }
    return nil
  }

  private func choiceIssue(_ value: JSONValue, _ names: [String], at place: String) -> Issue? {
    guard case .string(let text) = value else { return wrongType(value, place) }
    guard !names.contains(text) else { return nil }
    let nearest = nearestName(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
    return Issue(pointer: place, code: .invalidChoice, detail: "expected \(words), found \"\(quoted(text))\"\(nearest)")
  }

  private func listIssue(_ value: JSONValue, _ element: ParameterType, _ count: Int?, at place: String) -> Issue? {
    guard let list = value.list else { return wrongType(value, place) }
    if let count, list.count != count {
      return Issue(
        pointer: place, code: .shapeMismatch, detail: "expected \(words), found \(counted(list.count, "element"))")
    }
    for (index, item) in list.enumerated() {
      if let issue = element.issue(with: item, at: "\(place)/\(index)") { return issue }
    }
    return nil
  }

  private func objectIssue(_ value: JSONValue, _ members: [Parameter], at place: String) -> Issue? {
    guard case .object(let object) = value else { return wrongType(value, place) }
    for (key, value) in object.members.map({ ($0.key, $0.value) }) {
      let place = "\(place)/\(JSONPointer.escape(quoted(key)))"
      guard let member = members.first(where: { $0.name == key }) else {
        return .unknown(key, at: place, of: "the object", among: members.map(\.name))
      }
      if let issue = member.issue(with: value, at: place) { return issue }
    }
    let missing = members.first { $0.isRequired && object[$0.name] ?? .null == .null }
    return missing.map {
      Issue(pointer: "\(place)/\($0.name)", code: .missingField, detail: "\($0.name) is missing")
    }
  }

  private func mapIssue(_ value: JSONValue, _ type: ParameterType, _ members: [Parameter], at place: String) -> Issue? {
    guard case .object(let object) = value else { return wrongType(value, place) }
    for entry in object.members {
      let place = "\(place)/\(JSONPointer.escape(quoted(entry.key)))"
      let member = members.first { $0.name == entry.key }
      if let issue = member.map({ $0.issue(with: entry.value, at: place) }) ?? type.issue(with: entry.value, at: place)
      {
        return issue
      }
    }
    return nil
  }

  /// The issue of the alternative that the value comes nearest to: of the right type, or else right for longest.
  private func anyOfIssue(_ value: JSONValue, _ types: [ParameterType], at place: String) -> Issue? {
    var deepest: Issue?
    for type in types {
      guard let issue = type.issue(with: value, at: place) else { return nil }
      if deepest.map({ Self.isNearer(issue, than: $0) }) ?? true { deepest = issue }
    }
    guard let deepest, deepest.code != .wrongType || deepest.pointer != place else { return wrongType(value, place) }
    return deepest
  }

  private static func isNearer(_ a: Issue, than b: Issue) -> Bool {
    guard (a.code == .wrongType) == (b.code == .wrongType) else { return b.code == .wrongType }
    return b.steps.lexicographicallyPrecedes(a.steps)
  }
}

extension Parameter {
  /// What is wrong with a value given for it, or `nil`; with `null` nothing is.
  package func issue(with value: JSONValue, at place: String) -> Issue? {
    guard value != .null, var issue = type.issue(with: value, at: place) else { return nil }
    // −1 is how other libraries say «none».
    if nullIsValue, value == .number(-1) { issue.detail += "; for none give null" }
    return issue
  }
}

extension Issue {
  /// An unknown field, with the one that was perhaps meant.
  static func unknown(_ key: String, at place: String, of owner: String, among known: [String]) -> Issue {
    let nearest = nearestName(to: key, among: known).map { "; did you mean \($0)?" }
    return Issue(
      pointer: place, code: .unknownField,
      detail: "\(owner) has no field \(quoted(key))\(nearest ?? "; it has \(known.joined(separator: ", "))")")
  }

  /// The indices on the way to the place; keys count as −1.
  fileprivate var steps: [Int] { pointer.split(separator: "/").map { Int($0) ?? -1 } }
}
