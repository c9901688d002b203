/// The arithmetic of a request.
package enum Precision: String, Sendable, CaseIterable {
  case float64
  case float32
}
