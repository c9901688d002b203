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
