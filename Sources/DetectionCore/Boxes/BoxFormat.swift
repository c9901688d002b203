/// How four numbers name a box.
public enum BoxFormat: String, Sendable, CaseIterable {
  /// Two corners: x1, y1, x2, y2.
  case xyxy
  /// The near corner and the size: x, y, width, height.
  case xywh
  /// The centre and the size: x, y, width, height.
  case cxcywh
  /// The centre and the size, y first: y, x, height, width.
  case cycxhw

  /// How the two numbers of one axis are meant; they stand at columns `c` and `c + 2`.
  enum AxisEncoding: Sendable {
    case ends
    case startAndSize
    case centerAndSize
  }

  var encoding: AxisEncoding {
    switch self {
    case .xyxy: .ends
    case .xywh: .startAndSize
    case .cxcywh, .cycxhw: .centerAndSize
    }
  }

  /// The column of x's first number.
  var xColumn: Int { self == .cycxhw ? 1 : 0 }

  /// The column of y's first number.
  var yColumn: Int { 1 - xColumn }
}
