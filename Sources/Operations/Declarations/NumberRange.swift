/// Bounds of a number; finite ones are part of the contract.
package struct NumberRange: Sendable, Equatable {
  package var minimum: Double?
  package var exclusiveMinimum: Double?
  package var maximum: Double?
  package var exclusiveMaximum: Double?

  static let any = NumberRange()
  static let positive = NumberRange(exclusiveMinimum: 0)
  static let notNegative = NumberRange(minimum: 0)
  static let unit = NumberRange(minimum: 0, maximum: 1)
  static let belowOne = NumberRange(minimum: 0, exclusiveMaximum: 1)
  static func from(_ minimum: Double, to maximum: Double? = nil) -> NumberRange {
    NumberRange(minimum: minimum, maximum: maximum)
  }

  func contains(_ value: Double) -> Bool {
    if let minimum, !(value >= minimum) { return false }
    if let exclusiveMinimum, !(value > exclusiveMinimum) { return false }
    if let maximum, !(value <= maximum) { return false }
    if let exclusiveMaximum, !(value < exclusiveMaximum) { return false }
    return true
  }

  package var words: String {
    if let low = exclusiveMinimum, let high = exclusiveMaximum {
      return " greater than \(plain(low)), less than \(plain(high))"
    }
    if let low = minimum, let high = exclusiveMaximum { return " from \(plain(low)), less than \(plain(high))" }
    return switch (minimum, exclusiveMinimum, maximum) {
    case (let low?, _, let high?): " from \(plain(low)) to \(plain(high))"
    case (let low?, _, nil): " ≥ \(plain(low))"
    case (nil, let low?, let high?): " > \(plain(low)), at most \(plain(high))"
    case (nil, let low?, nil): " > \(plain(low))"
    case (nil, nil, let high?): " ≤ \(plain(high))"
    case (nil, nil, nil): ""
    }
  }
}
