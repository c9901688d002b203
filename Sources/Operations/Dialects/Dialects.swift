package import JSON

/// Where libraries differ in an operation, and what each of them decides: declared once, beside the operation. Decoding,
/// catalogue, contract, comparison and docs/dialects.md follow from it.
package struct Dialects: Sendable {
  /// In the order in which a comparison switches them.
  package let decisions: [Decision]
  /// The libraries that have the operation.
  package let profiles: [Profile]

  init(_ decisions: [Decision], _ profiles: Profile...) {
    self.init(decisions, profiles)
  }

  init(_ decisions: [Decision], _ profiles: [Profile]) {
    self.decisions = decisions
    self.profiles = profiles
  }

  /// The profile that a request names.
  package func profile(named value: JSONValue?) -> Profile? {
    guard let name = value?.text else { return nil }
    return profiles.first { $0.library.rawValue == name }
  }
}
