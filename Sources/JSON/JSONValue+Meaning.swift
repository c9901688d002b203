extension JSONValue {
  /// Whether two values say the same: a list of numbers does, whether it was read as a block or one by one.
  package func means(_ other: JSONValue) -> Bool {
    if self == other { return true }
    if case .object(let own) = self, case .object(let others) = other {
      return own.count == others.count && own.members.allSatisfy { others[$0.key].map($0.value.means) ?? false }
    }
    guard let own = list, let others = other.list, own.count == others.count else { return false }
    return zip(own, others).allSatisfy { $0.means($1) }
  }
}
