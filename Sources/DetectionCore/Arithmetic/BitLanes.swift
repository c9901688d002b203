/// The bits of ``Lanes``, as whole numbers.
public protocol BitLanes: Sendable, BitwiseCopyable {
  /// The bits of one number.
  associatedtype Element: FixedWidthInteger & UnsignedInteger

  static func & (a: Self, b: Self) -> Self
  static func | (a: Self, b: Self) -> Self
  static func ^ (a: Self, b: Self) -> Self
  static func &- (a: Self, b: Self) -> Self
  static func & (a: Self, b: Element) -> Self
  static func &+ (a: Self, b: Element) -> Self
  static func &- (a: Self, b: Element) -> Self
  static func &<< (a: Self, b: Element) -> Self
  static func &>> (a: Self, b: Element) -> Self
}

extension UInt32: BitLanes {
  /// Itself.
  public typealias Element = UInt32
}

extension UInt64: BitLanes {
  /// Itself.
  public typealias Element = UInt64
}

extension SIMD4: BitLanes where Scalar == UInt64 {
  /// The bits of one number.
  public typealias Element = UInt64
}

extension SIMD16: BitLanes where Scalar == UInt32 {
  /// The bits of one number.
  public typealias Element = UInt32
}
