// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What every function does stands at `Lanes`.

extension SIMD16: Lanes where Scalar == Float {
  public typealias Element = Float
  public typealias Mask = SIMDMask<SIMD16<Int32>>
  public typealias Bits = SIMD16<UInt32>
  public typealias Sums = SIMD8<Double>
  @inline(__always) public static var count: Int { 16 }
  @inline(__always) public var first: Float { self[0] }
  @inline(__always) public var bits: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }
  @inline(__always) public init(bits: SIMD16<UInt32>) { self = unsafeBitCast(bits, to: Self.self) }

  @inline(__always)
  public func mapped(_ function: (Float) -> Float) -> Self {
    var result = Self()
    for lane in 0..<16 { result[lane] = function(self[lane]) }
    return result
  }

  @inline(__always)
  public func mapped(with other: Self, _ function: (Float, Float) -> Float) -> Self {
    var result = Self()
    for lane in 0..<16 { result[lane] = function(self[lane], other[lane]) }
    return result
  }

  /// By halves, in float64: it holds the products exactly, and does not overflow.
  @inline(__always)
  public static func crossAndDot(_ a: Self, _ b: Self, _ c: Self, _ d: Self) -> (cross: Self, dot: Self) {
    let low = products(a.lowHalf, b.lowHalf, c.lowHalf, d.lowHalf)
    let high = products(a.highHalf, b.highHalf, c.highHalf, d.highHalf)
    return (Self(lowHalf: low.cross, highHalf: high.cross), Self(lowHalf: low.dot, highHalf: high.dot))
  }

  @inline(__always)
  private static func products(_ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>)
    -> (cross: SIMD8<Float>, dot: SIMD8<Float>)
  {
    let (a, b, c, d) = (SIMD8<Double>(a), SIMD8<Double>(b), SIMD8<Double>(c), SIMD8<Double>(d))
    return (SIMD8<Float>(a * d - b * c), SIMD8<Float>(a * b + c * d))
  }

  @inline(__always)
  public static func load(_ start: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(start).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  public func store(to start: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(start).storeBytes(of: self, as: Self.self)
  }

  @inline(__always)
  public static func loadRows(_ start: UnsafePointer<Float>) -> (Self, Self, Self, Self) {
    let (low, high) = (columns(start), columns(start + 32))
    return (
      Self(lowHalf: low.0, highHalf: high.0), Self(lowHalf: low.1, highHalf: high.1),
      Self(lowHalf: low.2, highHalf: high.2), Self(lowHalf: low.3, highHalf: high.3)
    )
  }

  @inline(__always)
  private static func columns(_ start: UnsafePointer<Float>)
    -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>)
  {
    let rows = UnsafeRawPointer(start).loadUnaligned(as: SIMD32<Float>.self)
    let (even, odd) = (rows.evenHalf, rows.oddHalf)
    return (even.evenHalf, odd.evenHalf, even.oddHalf, odd.oddHalf)
  }

  @inline(__always)
  public static func storeRows(_ columns: (Self, Self, Self, Self), to start: UnsafeMutablePointer<Float>) {
    let (a, b, c, d) = columns
    storeRows(a.lowHalf, b.lowHalf, c.lowHalf, d.lowHalf, to: start)
    storeRows(a.highHalf, b.highHalf, c.highHalf, d.highHalf, to: start + 32)
  }

  @inline(__always)
  private static func storeRows(
    _ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>,
    to start: UnsafeMutablePointer<Float>
  ) {
    var rows = SIMD32<Float>()
    (rows.evenHalf, rows.oddHalf) = (alternating(a, c), alternating(b, d))
    UnsafeMutableRawPointer(start).storeBytes(of: rows, as: SIMD32<Float>.self)
  }

  @inline(__always)
  private static func alternating(_ even: SIMD8<Float>, _ odd: SIMD8<Float>) -> Self {
    var both = Self()
    (both.evenHalf, both.oddHalf) = (even, odd)
    return both
  }

  @inline(__always)
  public static func hasAny(_ start: UnsafePointer<Float>, _ count: Int, above floor: Float) -> Bool {
    var hits = Mask(repeating: false)
    for part in 0..<count / 16 { hits .|= load(start + 16 * part) .> floor }
    return any(hits)
  }

  @inline(__always) public static var noSums: SIMD8<Double> { SIMD8() }
  @inline(__always)
  public func add(to sums: inout SIMD8<Double>) { sums += SIMD8<Double>(lowHalf) + SIMD8<Double>(highHalf) }
  @inline(__always) public static func total(_ sums: SIMD8<Double>) -> Double { sums.sum() }
}
