/// Four numbers in the order of box deltas: dx, dy, dw, dh; offsets, or their weights.
public struct BoxDeltas<S: Scalar>: Sendable, Equatable {
  /// Of the centre, horizontally.
  public var dx: S
  /// Of the centre, vertically.
  public var dy: S
  /// Of the width.
  public var dw: S
  /// Of the height.
  public var dh: S

  /// The four numbers.
  public init(dx: S, dy: S, dw: S, dh: S) {
    self.dx = dx
    self.dy = dy
    self.dw = dw
    self.dh = dh
  }

  /// Weights that change nothing.
  public static var unit: BoxDeltas { BoxDeltas(dx: 1, dy: 1, dw: 1, dh: 1) }

  @inline(__always)
  init(_ row: UnsafePointer<S>) { self.init(dx: row[0], dy: row[1], dw: row[2], dh: row[3]) }

  @inline(__always)
  func write(to row: UnsafeMutablePointer<S>) {
    row[0] = dx
    row[1] = dy
    row[2] = dw
    row[3] = dh
  }
}
