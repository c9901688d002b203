/// Bounds of a number; finite ones are part of the contract.
package struct NumberRange: Sendable, Equatable {
  package var minimum: Double?
  package var exclusiveMinimum: Double?
  package var maximum: Double?

  static let any = NumberRange()
  static let positive = NumberRange(exclusiveMinimum: 0)
  static let notNegative = NumberRange(minimum: 0)
  static let unit = NumberRange(minimum: 0, maximum: 1)
  static func from(_ minimum: Double, to maximum: Double? = nil) -> NumberRange {
    NumberRange(minimum: minimum, maximum: maximum)
  }

  func contains(_ value: Double) -> Bool {
    if let minimum, !(value >= minimum) { return false }
    if let exclusiveMinimum, !(value > exclusiveMinimum) { return false }
    if let maximum, !(value <= maximum) { return false }
    return true
  }

  package var words: String {
    switch (minimum, exclusiveMinimum, maximum) {
    case (let low?, _, let high?): " from \(plain(low)) to \(plain(high))"
    case (let low?, _, nil): " ≥ \(plain(low))"
    case (nil, let low?, let high?): " > \(plain(low)), at most \(plain(high))"
    case (nil, let low?, nil): " > \(plain(low))"
    case (nil, nil, let high?): " ≤ \(plain(high))"
    case (nil, nil, nil): ""
    }
  }
}
