/// Derivatives by the four edges of a box.
struct EdgeSlopes<S: Scalar> {
  var lowX: S = 0
  var highX: S = 0
  var lowY: S = 0
  var highY: S = 0

  @inline(__always)
  static func + (a: EdgeSlopes, b: EdgeSlopes) -> EdgeSlopes {
    EdgeSlopes(
      lowX: a.lowX + b.lowX, highX: a.highX + b.highX, lowY: a.lowY + b.lowY, highY: a.highY + b.highY)
  }

  @inline(__always)
  static func * (a: EdgeSlopes, factor: S) -> EdgeSlopes {
    EdgeSlopes(lowX: a.lowX * factor, highX: a.highX * factor, lowY: a.lowY * factor, highY: a.highY * factor)
  }

  /// Writes the derivatives by the four numbers of a row, as the box was given.
  @inline(__always)
  func write(to row: UnsafeMutablePointer<S>, _ format: BoxFormat) {
    let (h, v) = (format.xColumn, format.yColumn)
    (row[h], row[h + 2]) = Self.chain(lowX, highX, format.encoding)
    (row[v], row[v + 2]) = Self.chain(lowY, highY, format.encoding)
  }

  /// The ends are (first, second), (first, first + second) or first ∓ second/2.
  @inline(__always)
  private static func chain(_ low: S, _ high: S, _ encoding: BoxFormat.AxisEncoding) -> (S, S) {
    switch encoding {
    case .ends: (low, high)
    case .startAndSize: (low + high, high)
    case .centerAndSize: (low + high, (high - low) / 2)
    }
  }
}

/// Derivatives by the centre and the size of a box.
struct CenterSizeSlopes<S: Scalar> {
  var centerX: S = 0
  var centerY: S = 0
  var width: S = 0
  var height: S = 0

  /// Writes the derivatives by the four numbers of a row, as the box was given.
  @inline(__always)
  func write(to row: UnsafeMutablePointer<S>, _ format: BoxFormat) {
    let (h, v) = (format.xColumn, format.yColumn)
    (row[h], row[h + 2]) = Self.chain(centerX, width, format.encoding)
    (row[v], row[v + 2]) = Self.chain(centerY, height, format.encoding)
  }

  @inline(__always)
  private static func chain(_ center: S, _ size: S, _ encoding: BoxFormat.AxisEncoding) -> (S, S) {
    switch encoding {
    case .ends: (center / 2 - size, center / 2 + size)
    case .startAndSize: (center, center / 2 + size)
    case .centerAndSize: (center, size)
    }
  }
}
