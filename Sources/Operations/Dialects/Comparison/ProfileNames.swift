import JSON

/// The profiles that a comparison names: two at the least, none twice.
struct ProfileNames {
  let names: [String]

  init(_ declaration: Declaration, _ body: JSONValue) throws(Problem) {
    let field = DialectComparison.field
    let known = Self.known(declaration)
    guard case .object(let object) = body else {
      throw Problem(
        .wrongType, "the body must be an object with the fields of \(declaration.id) and \(field), not \(body.kindName)"
      )
    }
    guard let value = object[field], value != .null else {
      throw Problem(
        .missingField, at: "/\(field)", "\(field) is missing: name two at the least of \(Self.words(known))")
    }
    guard let items = value.list else {
      throw Problem(.wrongType, at: "/\(field)", "expected a list of profiles, found \(value.kindName)")
    }
    guard items.count >= 2, items.count <= known.count else {
      throw Problem(
        .outOfRange, at: "/\(field)",
        "expected 2 to \(known.count) profiles, found \(items.count); "
          + "there are \(Self.words(known))")
    }
    var names: [String] = []
    for (index, item) in items.enumerated() {
      let place = "/\(field)/\(index)"
      if let issue = ParameterType.choice(known).issue(with: item, at: place), let problem = Problem([issue]) {
        throw problem
      }
      guard let name = item.text, !names.contains(name) else {
        throw Problem(.conflictingFields, at: place, "\(quoted(item.text ?? "")) is given twice")
      }
      names.append(name)
    }
    self.names = names
  }

  /// What the profiles of an operation are called, its own defaults first.
  static func known(_ declaration: Declaration) -> [String] {
    [ProfileAnswer.ownName] + (declaration.dialects?.profiles.map(\.library.rawValue) ?? [])
  }

  private static func words(_ names: [String]) -> String { names.joined(separator: ", ") }
}
