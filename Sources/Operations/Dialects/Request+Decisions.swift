package import JSON

/// Who gives a field its value.
package enum Origin: String, Sendable {
  case request
  case profile = "compat"
  case fallback = "default"
}

extension Request {
  /// The value of a field, or of a member of one, whoever gives it.
  package func effectiveValue(of field: String) -> JSONValue { declaration.value(of: field) { given($0) } }

  /// Who gives it.
  package func origin(of field: String) -> Origin {
    if profiled.contains(field) { return .profile }
    guard let dot = field.firstIndex(of: ".") else { return isGiven(field) ? .request : .fallback }
    let member = String(field[dot...].dropFirst())
    return object(String(field[..<dot]))?.isGiven(member) ?? false ? .request : .fallback
  }

  /// Whether a field, or a member of one, has an effect in the request.
  package func hasEffect(_ field: String) -> Bool {
    guard let dot = field.firstIndex(of: "."), let owner = declaration.parameter(String(field[..<dot])),
      case .object(let members) = owner.type
    else { return declaration.parameter(field)?.conditions.allSatisfy(satisfies) ?? false }
    // Members' conditions name their siblings.
    let member = members.first { $0.name == field[dot...].dropFirst() }
    return member?.conditions.allSatisfy { satisfies($0.ofMember(of: owner.name)) } ?? false
  }

  /// The same request with another value of a field, or of a member of one.
  package func deciding(_ field: String, _ value: JSONValue) -> Request {
    guard let dot = field.firstIndex(of: ".") else { return setting(field, value) }
    let owner = String(field[..<dot])
    var object = given(owner)?.object ?? [:]
    object[String(field[dot...].dropFirst())] = value
    return setting(owner, .object(object))
  }
}

extension Condition {
  /// The condition with the names of a parameter's members in full.
  func ofMember(of owner: String) -> Condition {
    switch self {
    case .choice(let field, let values): .choice("\(owner).\(field)", values)
    case .flag(let field): .flag("\(owner).\(field)")
    case .given(let field): .given("\(owner).\(field)")
    case .givenAny(let fields): .givenAny(fields.map { "\(owner).\($0)" })
    case .absent(let field): .absent("\(owner).\(field)")
    }
  }
}
