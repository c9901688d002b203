/// How stored pixels are turned to be shown: the values of EXIF's tag `Orientation` (CIPA DC-008, §4.6.5).
public enum Orientation: Int, Sendable, CaseIterable {
  /// As they are stored.
  case upright = 1
  /// Left and right exchanged.
  case mirrored
  /// Turned by 180°.
  case upsideDown
  /// Top and bottom exchanged.
  case flipped
  /// Rows become columns.
  case transposed
  /// Turned clockwise by 90°.
  case turnedRight
  /// Rows become columns, from the last to the first.
  case transversed
  /// Turned anticlockwise by 90°.
  case turnedLeft

  /// Whether width and height change places.
  public var exchangesSides: Bool { rawValue >= Orientation.transposed.rawValue }

  /// Where in the shown picture a stored picture's pixel (0, 0) lies, and the steps to the next column's and row's, in pixels.
  func steps(width: Int, height: Int) -> (first: Int, column: Int, row: Int) {
    let last = width * height - 1
    switch self {
    case .upright: return (0, 1, width)
    case .mirrored: return (width - 1, -1, width)
    case .upsideDown: return (last, -1, -width)
    case .flipped: return (last - width + 1, 1, -width)
    case .transposed: return (0, height, 1)
    case .turnedRight: return (height - 1, height, -1)
    case .transversed: return (last, -height, -1)
    case .turnedLeft: return (last - height + 1, -height, 1)
    }
  }
}
