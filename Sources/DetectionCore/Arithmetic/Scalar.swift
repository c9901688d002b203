public import RealModule

/// The two precisions that everything is computed in: `Float` (float32) and `Double` (float64).
///
/// A formula is written once, for ``Lanes``; ``One`` and ``Wide`` are the lanes of a precision.
public protocol Scalar: Real & BinaryFloatingPoint & SIMDScalar & Sendable & BitwiseCopyable & Codable
where Exponent == Int {
  /// One number as lanes: the number itself. (`Scalar` is not `Lanes`: every operator of a scalar would be ambiguous.)
  associatedtype One: Lanes where One.Element == Self
  /// As many numbers at a time as are good on the processors of today, and still good code on older ones.
  associatedtype Wide: Lanes where Wide.Element == Self
  /// The bits of a number, as a whole one.
  associatedtype BitElement: FixedWidthInteger & UnsignedInteger & Sendable & BitwiseCopyable

  /// The largest power of two.
  static var largestPowerOfTwo: Self { get }

  /// The whole part of a number that an `Int` holds: one instruction, where `Int(…)` of a generic number is some hundred.
  var wholePart: Int { get }
}

extension Float: Scalar {
  /// Itself.
  public typealias One = Float
  /// As wide as AVX-512.
  public typealias Wide = SIMD16<Float>
  /// The bits.
  public typealias BitElement = UInt32

  /// 2¹²⁷.
  public static var largestPowerOfTwo: Float { 0x1p127 }

  /// The whole part.
  @inlinable public var wholePart: Int { Int(self) }
}

extension Double: Scalar {
  /// Itself.
  public typealias One = Double
  /// As wide as AVX2.
  public typealias Wide = SIMD4<Double>
  /// The bits.
  public typealias BitElement = UInt64

  /// 2¹⁰²³.
  public static var largestPowerOfTwo: Double { 0x1p1023 }

  /// The whole part.
  @inlinable public var wholePart: Int { Int(self) }
}
