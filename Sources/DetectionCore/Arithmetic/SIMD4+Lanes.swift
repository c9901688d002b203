// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What every function does stands at `Lanes`.

public import RealModule

extension SIMD4: Lanes where Scalar == Double {
  public typealias Element = Double
  public typealias Mask = SIMDMask<SIMD4<Int64>>
  public typealias Bits = SIMD4<UInt64>
  public typealias Sums = SIMD4<Double>
  @inlinable @inline(__always) public static var count: Int { 4 }
  @inlinable @inline(__always) public var first: Double { self[0] }
  @inlinable @inline(__always) public var bits: SIMD4<UInt64> { unsafeBitCast(self, to: SIMD4<UInt64>.self) }
  @inlinable @inline(__always) public init(bits: SIMD4<UInt64>) { self = unsafeBitCast(bits, to: Self.self) }

  @inlinable @inline(__always) public static func any(_ mask: Mask) -> Bool { Swift.any(mask) }
  @inlinable @inline(__always) public static func differ(_ a: Mask, _ b: Mask) -> Mask { a .^ b }

  @inlinable @inline(__always)
  public func mapped(_ function: (Double) -> Double) -> Self {
    Self(function(self[0]), function(self[1]), function(self[2]), function(self[3]))
  }

  @inlinable @inline(__always)
  public func mapped(with other: Self, _ function: (Double, Double) -> Double) -> Self {
    Self(
      function(self[0], other[0]), function(self[1], other[1]), function(self[2], other[2]),
      function(self[3], other[3]))
  }

  @inlinable @inline(__always)
  public static func crossAndDot(_ a: Self, _ b: Self, _ c: Self, _ d: Self) -> (cross: Self, dot: Self) {
    var cross = Self()
    for lane in 0..<4 { cross[lane] = Double.crossAndDot(a[lane], b[lane], c[lane], d[lane]).cross }
    return (cross, a * b + c * d)
  }

  @inlinable @inline(__always)
  public static func angle(y: Self, x: Self) -> Self { y.mapped(with: x) { .atan2(y: $0, x: $1) } }
  @inlinable @inline(__always) public static func expOfNegative(_ x: Self) -> Self { x.mapped(Double.exp) }
  @inlinable @inline(__always) public static func logOnePlusUnit(_ x: Self) -> Self { x.mapped { .log(onePlus: $0) } }

  @inlinable @inline(__always)
  public static func load(_ start: UnsafePointer<Double>) -> Self {
    UnsafeRawPointer(start).loadUnaligned(as: Self.self)
  }

  @inlinable @inline(__always)
  public func store(to start: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(start).storeBytes(of: self, as: Self.self)
  }

  @inlinable @inline(__always)
  public static func loadRows(_ start: UnsafePointer<Double>) -> (Self, Self, Self, Self) {
    let rows = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<Double>.self)
    let (even, odd) = (rows.evenHalf, rows.oddHalf)
    return (even.evenHalf, odd.evenHalf, even.oddHalf, odd.oddHalf)
  }

  @inlinable @inline(__always)
  public static func storeRows(_ columns: (Self, Self, Self, Self), to start: UnsafeMutablePointer<Double>) {
    var rows = SIMD16<Double>()
    (rows.evenHalf, rows.oddHalf) = (alternating(columns.0, columns.2), alternating(columns.1, columns.3))
    UnsafeMutableRawPointer(start).storeBytes(of: rows, as: SIMD16<Double>.self)
  }

  @inlinable @inline(__always)
  static func alternating(_ even: Self, _ odd: Self) -> SIMD8<Double> {
    var both = SIMD8<Double>()
    (both.evenHalf, both.oddHalf) = (even, odd)
    return both
  }

  /// Eight at a time: half as many masks to gather.
  @inlinable @inline(__always)
  public static func hasAny(_ start: UnsafePointer<Double>, _ count: Int, above floor: Double) -> Bool {
    var hits = SIMDMask<SIMD8<Int64>>(repeating: false)
    for part in 0..<count / 8 {
      hits .|= UnsafeRawPointer(start + 8 * part).loadUnaligned(as: SIMD8<Double>.self) .> floor
    }
    return Swift.any(hits)
  }

  @inlinable @inline(__always) public static var noSums: Self { Self() }
  @inlinable @inline(__always) public func add(to sums: inout Self) { sums += self }
  @inlinable @inline(__always) public static func total(_ sums: Self) -> Double { sums.sum() }
}
