package import JSON

/// The first difference of two values: equal keys (or, where allowed, more of them found), numbers equal relatively.
package func difference(
  _ expected: JSONValue, _ found: JSONValue, relative: Double = 1e-12, absolute: Double = 0, mayHoldMore: Bool = false,
  at place: String = ""
) -> String? {
  func inner(_ a: JSONValue, _ b: JSONValue, _ step: String) -> String? {
    difference(
      a, b, relative: relative, absolute: absolute, mayHoldMore: mayHoldMore, at: "\(place)/\(step)")
  }
  switch (expected, found) {
  case (.object(let a), .object(let b)):
    if !mayHoldMore, let extra = b.keys.first(where: { a[$0] == nil }) { return "\(place)/\(extra) is not expected" }
    for member in a.members {
      guard let other = b[member.key] else { return "\(place)/\(member.key) is missing" }
      if let difference = inner(member.value, other, member.key) { return difference }
    }
    return nil
  case (.number(let a), .number(let b)):
    return abs(a - b) <= Swift.max(relative * abs(a), absolute) ? nil : "\(place): expected \(a), found \(b)"
  default:
    guard let a = expected.list, let b = found.list else {
      return expected == found ? nil : "\(place): expected \(expected.text()), found \(found.text())"
    }
    guard a.count == b.count else { return "\(place): expected \(a.count) elements, found \(b.count)" }
    return zip(a, b).enumerated().lazy.compactMap { inner($1.0, $1.1, "\($0)") }.first
  }
}
