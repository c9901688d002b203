/// What intervals and their targets differ by, as they were given: each of one subtraction at the most.
struct AxisLengths<L: Lanes> {
  /// The box's length.
  let size: L
  /// The target's length.
  let targetSize: L
  /// Near end − near end, or centre − centre.
  let first: L
  /// Far end − far end, or length − length.
  let second: L
  /// Between ends: how far the one that begins first reaches into the other; else 0.
  let reach: L

  /// Of the two numbers of the axis, of boxes and of their targets.
  @inline(__always)
  init(_ box: (L, L), _ target: (L, L), _ encoding: BoxFormat.AxisEncoding) {
    first = box.0 - target.0
    second = box.1 - target.1
    if encoding == .ends {
      size = box.1 - box.0
      targetSize = target.1 - target.0
      reach = L.choose(first .> 0, target.1 - box.0, box.1 - target.0)
    } else {
      (size, targetSize, reach) = (box.1, target.1, .zero)
    }
  }

  @inline(__always)
  private init(size: L, targetSize: L, first: L, second: L, reach: L) {
    (self.size, self.targetSize, self.first, self.second, self.reach) = (size, targetSize, first, second, reach)
  }

  /// Between one and three times the enclosing interval's length.
  @inline(__always)
  var extent: L { size + targetSize + first.magnitudes }

  @inline(__always)
  static func * (lengths: AxisLengths, factor: L) -> AxisLengths {
    AxisLengths(
      size: lengths.size * factor, targetSize: lengths.targetSize * factor, first: lengths.first * factor,
      second: lengths.second * factor, reach: lengths.reach * factor)
  }
}
