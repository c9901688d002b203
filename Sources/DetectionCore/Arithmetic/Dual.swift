import RealModule

/// A number with its derivatives by the four numbers of a box.
struct Dual: Sendable {
  var value: Double
  var slopes: SIMD4<Double>

  /// A constant.
  init(_ value: Double) { self.init(value, SIMD4(repeating: 0)) }

  init(_ value: Double, _ slopes: SIMD4<Double>) {
    self.value = value
    self.slopes = slopes
  }

  /// The number at that place of the box.
  init(_ value: Double, column: Int) {
    var slopes = SIMD4<Double>(repeating: 0)
    slopes[column] = 1
    self.init(value, slopes)
  }

  /// The same number, which derivatives take for a constant.
  var held: Dual { Dual(value) }

  /// f of it, with f′.
  private func mapped(_ value: Double, slope: Double) -> Dual { Dual(value, slopes * slope) }

  var squared: Dual { mapped(value * value, slope: 2 * value) }
  /// Slope 0 at 0, as autograd has it.
  var magnitude: Dual { mapped(abs(value), slope: value == 0 ? 0 : value < 0 ? -1 : 1) }
  var squareRoot: Dual { mapped(value.squareRoot(), slope: 0.5 / value.squareRoot()) }
  var exponential: Dual { mapped(.exp(value), slope: .exp(value)) }
  var logarithm: Dual { mapped(.log(value), slope: 1 / value) }
  /// To a power; what is below the smallest normal number counts as 0, with slope 0.
  func raised(to power: Double) -> Dual {
    if power == 1 { return self }
    if value < .leastNormalMagnitude { return Dual(0) }
    return mapped(.pow(value, power), slope: power * .pow(value, power - 1))
  }

  /// arctan(self/divisor).
  func angle(over divisor: Dual) -> Dual {
    let square = value * value + divisor.value * divisor.value
    return Dual(.atan(value / divisor.value), (slopes * divisor.value - divisor.slopes * value) / square)
  }

  /// At least that; at it the slope is its own.
  func atLeast(_ least: Double) -> Dual { value < least ? Dual(least) : self }
  /// At most that; at it the slope is its own.
  func atMost(_ most: Double) -> Dual { value > most ? Dual(most) : self }

  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, a.slopes + b.slopes) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, a.slopes - b.slopes) }
  static func * (a: Dual, b: Dual) -> Dual { Dual(a.value * b.value, a.slopes * b.value + b.slopes * a.value) }
  static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, (a.slopes - b.slopes * quotient) / b.value)
  }
  static func + (a: Dual, b: Double) -> Dual { Dual(a.value + b, a.slopes) }
  static func - (a: Double, b: Dual) -> Dual { Dual(a - b.value, b.slopes * -1) }
  static func * (a: Double, b: Dual) -> Dual { Dual(a * b.value, b.slopes * a) }
  static func / (a: Dual, b: Double) -> Dual { Dual(a.value / b, a.slopes / b) }
}
