/// How intervals lie to their targets: every length an overlap-based loss needs, none by a subtraction that cancels.
///
/// Lengths are differences of what was given (ends with ends, centres with centres), so that a common shift of both
/// boxes costs no accuracy, and 1 − IoU of nearly equal boxes is as exact as any other.
struct AxisOverlap<L: Lanes> {
  /// The box's length.
  let size: L
  /// The target's length.
  let targetSize: L
  /// The length both cover; 0 where they are apart or touch.
  let overlap: L
  /// The box's length outside of the enclosing interval's part that the target covers: span − targetSize.
  let excess: L
  /// The target's likewise: span − size.
  let targetExcess: L
  /// What neither covers between the two.
  let gap: L
  /// The box's centre − the target's.
  let offset: L
  /// Whether the box's near end bounds the overlap. At a tie it does: the derivative is taken as the box shrinks. A box
  /// without length can only grow, so that there it does not.
  let lowBounds: L.Mask
  /// Whether the box's far end bounds the overlap.
  let highBounds: L.Mask
  /// Greater than 0 where a box whose end bounds the overlap gains by growing: where they overlap, and where a box without
  /// length lies in its target.
  let reach: L
  /// The numbers that slopes are by.
  let encoding: BoxFormat.AxisEncoding

  /// Of lengths that are scaled already; slopes are by the numbers of `slopes`.
  @inline(__always)
  init(
    _ lengths: AxisLengths<L>, _ encoding: BoxFormat.AxisEncoding, slopesBy slopes: BoxFormat.AxisEncoding
  ) {
    self.encoding = slopes
    (size, targetSize) = (lengths.size, lengths.targetSize)
    // Near end − near end, and far end − far end.
    let low: L
    let high: L
    // How far the one that begins first reaches into the other, where neither contains the other.
    let reach: L
    switch encoding {
    case .ends:
      (low, high) = (lengths.first, lengths.second)
      offset = (low + high) * 0.5
      reach = lengths.reach
    case .startAndSize:
      low = lengths.first
      let growth = lengths.second * 0.5
      high = low + 2 * growth
      offset = low + growth
      reach = L.choose(low .> 0, targetSize - low, size + low)
    case .centerAndSize:
      offset = lengths.first
      let growth = lengths.second * 0.5
      low = offset - growth
      high = offset + growth
      reach = (size * 0.5 + targetSize * 0.5) - offset.magnitudes
    }
    let isFlat = size .== 0
    let least = L.choose(isFlat, L(repeating: .leastNonzeroMagnitude), .zero)
    lowBounds = low .>= least
    highBounds = -high .>= least
    excess = (-low).orZero + high.orZero
    targetExcess = low.orZero + (-high).orZero
    // Ends that bound: both, the box is inside; none, the target; one, they cross or are apart.
    let cross = L.differ(lowBounds, highBounds)
    let lesser = size.orLesser(targetSize)
    overlap = L.choose(cross, reach.orZero.orLesser(lesser), lesser)
    self.reach = L.choose(isFlat, L.choose(reach .>= 0, .one, .zero), overlap)
    gap = L.choose(cross, (-reach).orZero, .zero)
  }

  /// The enclosing interval's length.
  @inline(__always)
  var span: L { targetSize + excess }

  /// 0 where both are the same interval.
  @inline(__always)
  var change: L { excess + targetExcess }

  /// `inside` where one of the intervals contains the other, else `other`.
  @inline(__always)
  func nested(_ inside: L, else other: L) -> L {
    L.choose(L.differ(lowBounds, highBounds), other, inside)
  }

  /// Derivatives by the two numbers of the axis, of the four by its ends (`low`, `high`), its centre (`shift`) and its size
  /// (`stretch`). A shift is the sum of the ends' derivatives and a stretch half their difference; but where the boxes
  /// nearly agree those cancel, so that each is computed by itself, and only where it is asked for.
  @inline(__always)
  func slopes(low: L, high: L, shift: @autoclosure () -> L, stretch: @autoclosure () -> L) -> AxisSlopes<L> {
    switch encoding {
    case .ends: AxisSlopes(first: low, second: high)
    case .startAndSize: AxisSlopes(first: shift(), second: high)
    case .centerAndSize: AxisSlopes(first: shift(), second: stretch())
    }
  }
}

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

/// Derivatives along one axis of a box, by the axis's two numbers.
struct AxisSlopes<L: Lanes> {
  var first: L
  var second: L

  @inline(__always)
  init(first: L, second: L) {
    self.first = first
    self.second = second
  }

  @inline(__always)
  static var zero: AxisSlopes { AxisSlopes(first: .zero, second: .zero) }

  @inline(__always)
  static func + (a: AxisSlopes, b: AxisSlopes) -> AxisSlopes {
    AxisSlopes(first: a.first + b.first, second: a.second + b.second)
  }

  @inline(__always)
  static func * (a: AxisSlopes, factor: L) -> AxisSlopes {
    AxisSlopes(first: a.first * factor, second: a.second * factor)
  }

  @inline(__always)
  static func / (a: AxisSlopes, divisor: L.Element) -> AxisSlopes {
    AxisSlopes(first: a.first / divisor, second: a.second / divisor)
  }

  /// These where the mask is true, else 0.
  @inline(__always)
  func only(where mask: L.Mask) -> AxisSlopes {
    AxisSlopes(first: .choose(mask, first, .zero), second: .choose(mask, second, .zero))
  }
}
