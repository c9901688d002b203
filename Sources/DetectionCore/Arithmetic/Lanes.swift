/// Several numbers of one precision: one (`Float`, `Double`), or a vector of them. Formulas are written for these, once.
///
/// A formula has no branches: a comparison gives a mask, and ``choose(_:_:_:)`` takes from two results. All of this must be
/// specialised for the types that conform; a formula that is not is ten times slower, which the recorded instruction counts
/// would show. Everything here is inlinable, so that a loss may stand in another module.
public protocol Lanes: Sendable, BitwiseCopyable {
  /// The precision.
  associatedtype Element: Scalar
  /// What a comparison gives.
  associatedtype Mask: Sendable
  /// The same lanes as whole numbers.
  associatedtype Bits: BitLanes where Bits.Element == Element.BitElement
  /// Sums of lanes, in float64.
  associatedtype Sums: Sendable

  /// How many numbers.
  static var count: Int { get }
  /// One number in every lane.
  init(repeating: Element)
  /// The number of the first lane.
  var first: Element { get }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static func + (a: Self, b: Element) -> Self
  static func - (a: Self, b: Element) -> Self
  static func * (a: Self, b: Element) -> Self
  static func / (a: Self, b: Element) -> Self
  static func + (a: Element, b: Self) -> Self
  static func - (a: Element, b: Self) -> Self
  static func * (a: Element, b: Self) -> Self
  static func / (a: Element, b: Self) -> Self

  static func .< (a: Self, b: Self) -> Mask
  static func .<= (a: Self, b: Self) -> Mask
  static func .> (a: Self, b: Self) -> Mask
  static func .>= (a: Self, b: Self) -> Mask
  static func .== (a: Self, b: Self) -> Mask
  static func .< (a: Self, b: Element) -> Mask
  static func .<= (a: Self, b: Element) -> Mask
  static func .> (a: Self, b: Element) -> Mask
  static func .>= (a: Self, b: Element) -> Mask
  static func .== (a: Self, b: Element) -> Mask
  /// Where one mask is true and the other is not.
  static func differ(_ a: Mask, _ b: Mask) -> Mask
  /// Whether a mask is true anywhere.
  static func any(_ mask: Mask) -> Bool
  /// Where the mask is true `other`, else these.
  func replacing(with other: Self, where mask: Mask) -> Self

  /// The bits.
  var bits: Bits { get }
  /// Of these bits.
  init(bits: Bits)

  /// Lane by lane a function that has no vector form.
  func mapped(_ function: (Element) -> Element) -> Self
  /// Lane by lane a function of two numbers that has no vector form.
  func mapped(with other: Self, _ function: (Element, Element) -> Element) -> Self

  /// a d − b c and a b + c d, each rounded once or nearly.
  static func crossAndDot(_ a: Self, _ b: Self, _ c: Self, _ d: Self) -> (cross: Self, dot: Self)
  /// The angle of (x, y) for x ≥ 0, in [−π/2, π/2]; 0 at the origin.
  static func angle(y: Self, x: Self) -> Self
  /// exp(x) for x ≤ 0.
  static func expOfNegative(_ x: Self) -> Self
  /// log(1 + x) for x in [0, 1].
  static func logOnePlusUnit(_ x: Self) -> Self

  /// As many numbers as there are lanes.
  static func load(_ start: UnsafePointer<Element>) -> Self
  /// Writes as many numbers as there are lanes.
  func store(to start: UnsafeMutablePointer<Element>)
  /// Rows of four numbers, by columns.
  static func loadRows(_ start: UnsafePointer<Element>) -> (Self, Self, Self, Self)
  /// Writes columns as rows of four numbers.
  static func storeRows(_ columns: (Self, Self, Self, Self), to start: UnsafeMutablePointer<Element>)

  /// Whether one of so many numbers, a multiple of sixteen, is greater than the floor. By vectors: of a loop over numbers
  /// compilers make branches, tenfold slower.
  static func hasAny(_ start: UnsafePointer<Element>, _ count: Int, above floor: Element) -> Bool

  /// Where a sum begins.
  static var noSums: Sums { get }
  /// Adds each lane.
  func add(to sums: inout Sums)
  /// All of a sum.
  static func total(_ sums: Sums) -> Double
}

extension Lanes {
  /// By the sign bit. (The minus of Swift's vectors turns 0 into +0.)
  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(bits: a.bits ^ Self(repeating: -0.0).bits) }

  /// Where the mask is true the first, else the second.
  @inlinable @inline(__always)
  public static func choose(_ mask: Mask, _ first: Self, _ second: Self) -> Self {
    second.replacing(with: first, where: mask)
  }

  /// −x where the mask is true, else x.
  @inlinable @inline(__always)
  public func negated(where mask: Mask) -> Self {
    Self(bits: bits ^ Self.choose(mask, Self(repeating: -0.0), .zero).bits)
  }

  /// 0 in every lane. (Not public: it would compete with the standard library's, of numbers.)
  @inlinable @inline(__always)
  static var zero: Self { Self(repeating: 0) }

  /// 1 in every lane.
  @inlinable @inline(__always)
  public static var one: Self { Self(repeating: 1) }

  /// max(x, 0). (`pointwiseMax` and `clamped` are calls, lane by lane.)
  @inlinable @inline(__always)
  public var orZero: Self { replacing(with: .zero, where: self .< 0) }

  /// The lesser of both.
  @inlinable @inline(__always)
  public func orLesser(_ other: Self) -> Self { replacing(with: other, where: other .< self) }

  /// The greater of both.
  @inlinable @inline(__always)
  public func orGreater(_ other: Self) -> Self { replacing(with: other, where: other .> self) }

  /// |x|.
  @inlinable @inline(__always)
  public var magnitudes: Self { Self(bits: bits & (Element.BitElement.max >> 1)) }

  /// −1, 0 or 1.
  @inlinable @inline(__always)
  public var signs: Self { Self.choose(self .> 0, .one, Self.choose(self .< 0, -.one, .zero)) }

  /// Where not negative the same, but for 0 the least number: what may divide 0.
  @inlinable @inline(__always)
  public var orLeast: Self { orGreater(Self(repeating: .leastNonzeroMagnitude)) }

  /// The same where positive, else 1: what may divide.
  @inlinable @inline(__always)
  public var orOne: Self { Self.one.replacing(with: self, where: self .> 0) }
}
