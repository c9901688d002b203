/// ``BoxOverlap`` of eight boxes and their targets: to the bit what it is for each of them.
struct OverlapLanes {
  let x: AxisLanes
  let y: AxisLanes
  let encoding: BoxFormat.AxisEncoding
  let scale: Octet
  let intersection: Octet
  let union: Octet
  let difference: Octet
  /// Whether all eight pairs are such that nothing divides by 0, overflows or vanishes: no side is shorter than 2⁻⁴⁰ of
  /// the box around both, and that is between 2⁻¹⁰⁰ and 2¹⁰⁰. Else the numbers here mean nothing.
  let areOrdinary: Bool

  /// Reads eight rows of four float32 of each.
  @inline(__always)
  init(_ boxes: UnsafeRawPointer, _ targets: UnsafeRawPointer, _ format: BoxFormat) {
    encoding = format.encoding
    let (box, target) = (RowsOfFour(boxes), RowsOfFour(targets))
    let swaps = format.xColumn == 1
    var x = AxisLanes(box.axis(swaps ? 1 : 0), target.axis(swaps ? 1 : 0), encoding)
    var y = AxisLanes(box.axis(swaps ? 0 : 1), target.axis(swaps ? 0 : 1), encoding)
    let extent = x.span.orGreater(y.span)
    // 2^−exponent: the exponent's bits of 2, less those of the extent.
    let bits = 0x7F00_0000 &- (unsafeBitCast(extent, to: SIMD8<UInt32>.self) & 0x7F80_0000)
    scale = unsafeBitCast(bits, to: Octet.self)
    x.scale(by: scale)
    y.scale(by: scale)
    let shortest = x.size.orLesser(y.size).orLesser(x.targetSize.orLesser(y.targetSize))
    // Lanes that fail become −1: then one comparison says all.
    let (good, bad) = (Octet(repeating: 1), Octet(repeating: -1))
    let isInRange = (extent .<= 0x1p100).choose((extent .>= 0x1p-100).choose(good, bad), bad)
    areOrdinary = ((shortest .>= 0x1p-40).choose(isInRange, bad) .> 0).isWhole
    let overlaps = x.overlap.orLesser(y.overlap) .> 0
    intersection = overlaps.choose(x.overlap * y.overlap, .zero)
    difference = overlaps.choose(
      (x.size * y.excess + y.overlap * x.excess) + (x.targetSize * y.targetExcess + y.overlap * x.targetExcess),
      x.size * y.size + x.targetSize * y.targetSize)
    union = intersection + difference
    (self.x, self.y) = (x, y)
  }

  @inline(__always)
  var iou: Octet { intersection / union }

  @inline(__always)
  var distance: Octet { (intersection .> 0).choose(difference / union, Octet(repeating: 1)) }

  @inline(__always)
  var uncovered: Octet {
    let corners = x.excess * y.targetExcess + x.targetExcess * y.excess
    let apart = (x.overlap .== 0).choose(Self.apart(x, y), Self.apart(y, x))
    return (intersection .> 0).choose(corners, apart)
  }

  @inline(__always)
  private static func apart(_ axis: AxisLanes, _ across: AxisLanes) -> Octet {
    axis.size * across.targetExcess + axis.targetSize * across.excess + axis.gap * across.span
  }
}

/// Eight rows of four numbers, by columns.
struct RowsOfFour {
  private let columns: (Octet, Octet, Octet, Octet)

  @inline(__always)
  init(_ start: UnsafeRawPointer) {
    let rows = start.loadUnaligned(as: SIMD32<Float>.self)
    let (even, odd) = (rows.evenHalf, rows.oddHalf)
    columns = (even.evenHalf, odd.evenHalf, even.oddHalf, odd.oddHalf)
  }

  /// Two axes' numbers, at the columns 0 and 2, and 1 and 3.
  @inline(__always)
  init(_ even: AxisLaneSlopes, _ odd: AxisLaneSlopes) {
    columns = (even.first, odd.first, even.second, odd.second)
  }

  /// The numbers at `column` and `column + 2`.
  @inline(__always)
  func axis(_ column: Int) -> (Octet, Octet) {
    column == 0 ? (columns.0, columns.2) : (columns.1, columns.3)
  }

  @inline(__always)
  func write(to start: UnsafeMutableRawPointer) {
    var rows = SIMD32<Float>()
    (rows.evenHalf, rows.oddHalf) = (Self.alternating(columns.0, columns.2), Self.alternating(columns.1, columns.3))
    start.storeBytes(of: rows, as: SIMD32<Float>.self)
  }

  @inline(__always)
  private static func alternating(_ even: Octet, _ odd: Octet) -> SIMD16<Float> {
    var both = SIMD16<Float>()
    (both.evenHalf, both.oddHalf) = (even, odd)
    return both
  }
}
