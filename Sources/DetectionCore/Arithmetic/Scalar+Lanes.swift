// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// What every function does stands at `Lanes`.
public import RealModule

/// One number as lanes.
extension Lanes where Self: Scalar, Element == Self, Mask == Bool, Sums == Double {
  @inlinable @inline(__always) public static var count: Int { 1 }
  @inlinable @inline(__always) public init(repeating x: Self) { self = x }
  @inlinable @inline(__always) public var first: Self { self }
  @inlinable @inline(__always) public static func .< (a: Self, b: Self) -> Bool { a < b }
  @inlinable @inline(__always) public static func .<= (a: Self, b: Self) -> Bool { a <= b }
  @inlinable @inline(__always) public static func .> (a: Self, b: Self) -> Bool { a > b }
  @inlinable @inline(__always) public static func .>= (a: Self, b: Self) -> Bool { a >= b }
  @inlinable @inline(__always) public static func .== (a: Self, b: Self) -> Bool { a == b }
  @inlinable @inline(__always) public static func any(_ mask: Bool) -> Bool { mask }
  @inlinable @inline(__always) public static func differ(_ a: Bool, _ b: Bool) -> Bool { a != b }
  @inlinable @inline(__always) public func replacing(with other: Self, where mask: Bool) -> Self { mask ? other : self }
  @inlinable @inline(__always) public func mapped(_ function: (Self) -> Self) -> Self { function(self) }
  @inlinable @inline(__always)
  public func mapped(with other: Self, _ function: (Self, Self) -> Self) -> Self { function(self, other) }
  @inlinable @inline(__always) public static func load(_ start: UnsafePointer<Self>) -> Self { start.pointee }
  @inlinable @inline(__always) public func store(to start: UnsafeMutablePointer<Self>) { start.initialize(to: self) }
  @inlinable @inline(__always)
  public static func loadRows(_ start: UnsafePointer<Self>) -> (Self, Self, Self, Self) {
    (start[0], start[1], start[2], start[3])
  }
  @inlinable @inline(__always)
  public static func storeRows(_ columns: (Self, Self, Self, Self), to start: UnsafeMutablePointer<Self>) {
    (start[0], start[1], start[2], start[3]) = columns
  }
  @inlinable @inline(__always)
  public static func hasAny(_ start: UnsafePointer<Self>, _ count: Int, above floor: Self) -> Bool {
    (0..<count).contains { start[$0] > floor }
  }
  @inlinable @inline(__always) public static var noSums: Double { 0 }
  @inlinable @inline(__always) public func add(to sums: inout Double) { sums += Double(self) }
  @inlinable @inline(__always) public static func total(_ sums: Double) -> Double { sums }
}

extension Float: Lanes {
  public typealias Element = Float
  public typealias Mask = Bool
  public typealias Sums = Double
  public typealias Bits = UInt32
  @inlinable @inline(__always) public var bits: UInt32 { bitPattern }
  @inlinable @inline(__always) public init(bits: UInt32) { self.init(bitPattern: bits) }

  /// float64 holds the products exactly, and does not overflow.
  @inlinable @inline(__always)
  public static func crossAndDot(_ a: Float, _ b: Float, _ c: Float, _ d: Float) -> (cross: Float, dot: Float) {
    let (a, b, c, d) = (Double(a), Double(b), Double(c), Double(d))
    return (Float(a * d - b * c), Float(a * b + c * d))
  }
}

extension Double: Lanes {
  public typealias Element = Double
  public typealias Mask = Bool
  public typealias Sums = Double
  public typealias Bits = UInt64
  @inlinable @inline(__always) public var bits: UInt64 { bitPattern }
  @inlinable @inline(__always) public init(bits: UInt64) { self.init(bitPattern: bits) }

  /// The rounding error of the first product is added back.
  @inlinable @inline(__always)
  public static func crossAndDot(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> (cross: Double, dot: Double) {
    let (product, error) = Augmented.product(a, d)
    return (product.addingProduct(-b, c) + error, a * b + c * d)
  }

  @inlinable @inline(__always) public static func angle(y: Double, x: Double) -> Double { .atan2(y: y, x: x) }
  @inlinable @inline(__always) public static func expOfNegative(_ x: Double) -> Double { .exp(x) }
  @inlinable @inline(__always) public static func logOnePlusUnit(_ x: Double) -> Double { .log(onePlus: x) }
}
