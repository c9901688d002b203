// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What every function does stands at `Lanes`.

extension SIMD16: Lanes where Scalar == Float {
  public typealias Element = Float
  public typealias Mask = SIMDMask<SIMD16<Int32>>
  public typealias Bits = SIMD16<UInt32>
  public typealias Sums = SIMD8<Double>
  @inlinable @inline(__always) public static var count: Int { 16 }
  @inlinable @inline(__always) public var first: Float { self[0] }
  @inlinable @inline(__always) public var bits: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }
  @inlinable @inline(__always) public init(bits: SIMD16<UInt32>) { self = unsafeBitCast(bits, to: Self.self) }

  @inlinable @inline(__always) public static func any(_ mask: Mask) -> Bool { Swift.any(mask) }
  @inlinable @inline(__always) public static func differ(_ a: Mask, _ b: Mask) -> Mask { a .^ b }

  @inlinable @inline(__always)
  public func mapped(_ function: (Float) -> Float) -> Self {
    var result = Self()
    for lane in 0..<16 { result[lane] = function(self[lane]) }
    return result
  }

  @inlinable @inline(__always)
  public func mapped(with other: Self, _ function: (Float, Float) -> Float) -> Self {
    var result = Self()
    for lane in 0..<16 { result[lane] = function(self[lane], other[lane]) }
    return result
  }

  /// By halves, in float64: it holds the products exactly, and does not overflow.
  @inlinable @inline(__always)
  public static func crossAndDot(_ a: Self, _ b: Self, _ c: Self, _ d: Self) -> (cross: Self, dot: Self) {
    let low = products(a.lowHalf, b.lowHalf, c.lowHalf, d.lowHalf)
    let high = products(a.highHalf, b.highHalf, c.highHalf, d.highHalf)
    return (Self(lowHalf: low.cross, highHalf: high.cross), Self(lowHalf: low.dot, highHalf: high.dot))
  }

  @inlinable @inline(__always)
  static func products(_ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>)
    -> (cross: SIMD8<Float>, dot: SIMD8<Float>)
  {
    let (a, b, c, d) = (a.doubles, b.doubles, c.doubles, d.doubles)
    return ((a * d - b * c).floats, (a * b + c * d).floats)
  }

  @inlinable @inline(__always)
  public static func load(_ start: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(start).loadUnaligned(as: Self.self)
  }

  @inlinable @inline(__always)
  public func store(to start: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(start).storeBytes(of: self, as: Self.self)
  }

  @inlinable @inline(__always)
  public static func loadRows(_ start: UnsafePointer<Float>) -> (Self, Self, Self, Self) {
    let (a, b, c, d) = (fourRows(start), fourRows(start + 16), fourRows(start + 32), fourRows(start + 48))
    return (
      joined(a.0, b.0, c.0, d.0), joined(a.1, b.1, c.1, d.1), joined(a.2, b.2, c.2, d.2), joined(a.3, b.3, c.3, d.3)
    )
  }

  @inlinable @inline(__always)
  static func fourRows(_ start: UnsafePointer<Float>) -> (Quarter, Quarter, Quarter, Quarter) {
    let rows = load(start)
    return transposed(rows.lowHalf.lowHalf, rows.lowHalf.highHalf, rows.highHalf.lowHalf, rows.highHalf.highHalf)
  }

  @inlinable @inline(__always)
  public static func storeRows(_ columns: (Self, Self, Self, Self), to start: UnsafeMutablePointer<Float>) {
    let (a, b, c, d) = columns
    storeRows(a.lowHalf.lowHalf, b.lowHalf.lowHalf, c.lowHalf.lowHalf, d.lowHalf.lowHalf, to: start)
    storeRows(a.lowHalf.highHalf, b.lowHalf.highHalf, c.lowHalf.highHalf, d.lowHalf.highHalf, to: start + 16)
    storeRows(a.highHalf.lowHalf, b.highHalf.lowHalf, c.highHalf.lowHalf, d.highHalf.lowHalf, to: start + 32)
    storeRows(a.highHalf.highHalf, b.highHalf.highHalf, c.highHalf.highHalf, d.highHalf.highHalf, to: start + 48)
  }

  @inlinable @inline(__always)
  static func storeRows(
    _ a: Quarter, _ b: Quarter, _ c: Quarter, _ d: Quarter, to start: UnsafeMutablePointer<Float>
  ) {
    let rows = transposed(a, b, c, d)
    joined(rows.0, rows.1, rows.2, rows.3).store(to: start)
  }

  @usableFromInline typealias Quarter = SIMD4<Float>

  @inlinable @inline(__always)
  static func joined(_ a: Quarter, _ b: Quarter, _ c: Quarter, _ d: Quarter) -> Self {
    Self(lowHalf: SIMD8(lowHalf: a, highHalf: b), highHalf: SIMD8(lowHalf: c, highHalf: d))
  }

  /// Rows as columns, and columns as rows.
  @inlinable @inline(__always)
  static func transposed(_ a: Quarter, _ b: Quarter, _ c: Quarter, _ d: Quarter)
    -> (Quarter, Quarter, Quarter, Quarter)
  {
    (
      Quarter(a[0], b[0], c[0], d[0]), Quarter(a[1], b[1], c[1], d[1]), Quarter(a[2], b[2], c[2], d[2]),
      Quarter(a[3], b[3], c[3], d[3])
    )
  }

  @inlinable @inline(__always)
  public static func hasAny(_ start: UnsafePointer<Float>, _ count: Int, above floor: Float) -> Bool {
    var hits = Mask(repeating: false)
    for part in 0..<count / 16 { hits .|= load(start + 16 * part) .> floor }
    return Swift.any(hits)
  }

  @inlinable @inline(__always) public static var noSums: SIMD8<Double> { SIMD8() }
  @inlinable @inline(__always)
  public func add(to sums: inout SIMD8<Double>) { sums += lowHalf.doubles + highHalf.doubles }
  @inlinable @inline(__always) public static func total(_ sums: SIMD8<Double>) -> Double { sums.sum() }
}

// Lane by lane: the conversions of the standard library are calls where many ask for them. Of this compilers make vectors.
extension SIMD8 where Scalar == Float {
  @inlinable @inline(__always)
  var doubles: SIMD8<Double> {
    SIMD8<Double>(
      Double(self[0]), Double(self[1]), Double(self[2]), Double(self[3]), Double(self[4]), Double(self[5]),
      Double(self[6]), Double(self[7]))
  }
}

extension SIMD8 where Scalar == Double {
  @inlinable @inline(__always)
  var floats: SIMD8<Float> {
    SIMD8<Float>(
      Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3]), Float(self[4]), Float(self[5]), Float(self[6]),
      Float(self[7]))
  }
}
