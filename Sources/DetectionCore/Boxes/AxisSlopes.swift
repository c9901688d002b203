/// Derivatives along one axis of a box, by the axis's two numbers.
struct AxisSlopes<L: Lanes> {
  var first: L
  var second: L

  @inline(__always)
  static var zero: AxisSlopes { AxisSlopes(first: .zero, second: .zero) }

  @inline(__always)
  static func + (a: AxisSlopes, b: AxisSlopes) -> AxisSlopes {
    AxisSlopes(first: a.first + b.first, second: a.second + b.second)
  }

  @inline(__always)
  static func * (a: AxisSlopes, factor: L) -> AxisSlopes {
    AxisSlopes(first: a.first * factor, second: a.second * factor)
  }

  @inline(__always)
  static func / (a: AxisSlopes, divisor: L.Element) -> AxisSlopes {
    AxisSlopes(first: a.first / divisor, second: a.second / divisor)
  }

  /// These where the mask is true, else 0.
  @inline(__always)
  func only(where mask: L.Mask) -> AxisSlopes {
    AxisSlopes(first: .choose(mask, first, .zero), second: .choose(mask, second, .zero))
  }
}
