import RealModule

/// The two arithmetics that every formula is written for once: `Float` (float32) and `Double` (float64).
public protocol Scalar: Real & BinaryFloatingPoint & SIMDScalar & Sendable & BitwiseCopyable & Codable
where Exponent == Int {
  /// The whole part of a number that an `Int` holds: one instruction, where `Int(…)` of a generic number is some hundred.
  var wholePart: Int { get }
}

extension Float: Scalar {
  /// The whole part.
  @inlinable public var wholePart: Int { Int(self) }
}

extension Double: Scalar {
  /// The whole part.
  @inlinable public var wholePart: Int { Int(self) }
}
