/// The arithmetic of a request.
package enum Precision: String, Sendable, CaseIterable {
  case float64
  case float32

  /// The parameter that every operation has.
  package static let name = "precision"
}
