import RealModule

/// The two arithmetics that every formula is written for once: `Float` (float32) and `Double` (float64).
public protocol Scalar: Real & BinaryFloatingPoint & SIMDScalar & Sendable & BitwiseCopyable & Codable
where Exponent == Int {}

extension Float: Scalar {}
extension Double: Scalar {}
