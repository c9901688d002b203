/// Derivatives along one axis of a box, by its two ends and by its centre and size.
///
/// All four are kept, each computed by itself: a shift is the sum of the ends' derivatives and a stretch half their
/// difference, but where the boxes nearly agree those sums cancel, and a box given by centre and size would pay for it.
struct AxisSlopes<S: Scalar> {
  var low: S = 0
  var high: S = 0
  /// By the centre: low + high.
  var shift: S = 0
  /// By the size: (high − low)/2.
  var stretch: S = 0

  /// The derivatives by the two numbers of the axis, as they were given.
  @inline(__always)
  func chained(_ encoding: BoxFormat.AxisEncoding) -> (S, S) {
    switch encoding {
    case .ends: (low, high)
    case .startAndSize: (shift, high)
    case .centerAndSize: (shift, stretch)
    }
  }

  @inline(__always)
  static func + (a: AxisSlopes, b: AxisSlopes) -> AxisSlopes {
    AxisSlopes(low: a.low + b.low, high: a.high + b.high, shift: a.shift + b.shift, stretch: a.stretch + b.stretch)
  }

  @inline(__always)
  static func * (a: AxisSlopes, factor: S) -> AxisSlopes {
    AxisSlopes(low: a.low * factor, high: a.high * factor, shift: a.shift * factor, stretch: a.stretch * factor)
  }
}

/// Derivatives by both axes of a box.
struct EdgeSlopes<S: Scalar> {
  var x = AxisSlopes<S>()
  var y = AxisSlopes<S>()

  @inline(__always)
  static func + (a: EdgeSlopes, b: EdgeSlopes) -> EdgeSlopes { EdgeSlopes(x: a.x + b.x, y: a.y + b.y) }

  @inline(__always)
  static func * (a: EdgeSlopes, factor: S) -> EdgeSlopes { EdgeSlopes(x: a.x * factor, y: a.y * factor) }

  /// Writes the derivatives by the four numbers of a row, as the box was given.
  @inline(__always)
  func write(to row: UnsafeMutablePointer<S>, _ format: BoxFormat, dividedBy divisor: S) {
    let (h, v) = (format.xColumn, format.yColumn)
    let (horizontal, vertical) = (x.chained(format.encoding), y.chained(format.encoding))
    row[h] = horizontal.0 / divisor
    row[h + 2] = horizontal.1 / divisor
    row[v] = vertical.0 / divisor
    row[v + 2] = vertical.1 / divisor
  }
}
