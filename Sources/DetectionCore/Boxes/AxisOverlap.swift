/// How two intervals lie to each other: every length an overlap-based loss needs, none by a subtraction that cancels.
///
/// Lengths are differences of what was given (ends with ends, centres with centres), so that a common shift of both
/// boxes costs no accuracy, and 1 − IoU of nearly equal boxes is as exact as any other.
struct AxisOverlap<S: Scalar> {
  /// The box's length.
  var size: S
  /// The target's length.
  var targetSize: S
  /// The length both cover; 0 where they are apart or touch.
  var overlap: S
  /// The box's length outside of the enclosing interval's part that the target covers: span − targetSize.
  var excess: S
  /// The target's likewise: span − size.
  var targetExcess: S
  /// What neither covers between the two.
  var gap: S
  /// The box's centre − the target's.
  var offset: S
  /// Whether the box's near end bounds the overlap. At a tie it does: the derivative is taken as the box shrinks.
  let lowBounds: Bool
  /// Whether the box's far end bounds the overlap.
  let highBounds: Bool

  @inline(__always)
  init(_ box: Interval<S>, _ target: Interval<S>) {
    // Near end − near end, and far end − far end.
    let low: S
    let high: S
    // How far the one that begins first reaches into the other, when neither contains the other.
    let reach: S
    switch box.encoding {
    case .ends:
      low = box.first - target.first
      high = box.second - target.second
      offset = (low + high) / 2
      reach = low > 0 ? target.second - box.first : box.second - target.first
    case .startAndSize:
      low = box.first - target.first
      let growth = (box.second - target.second) / 2
      high = low + 2 * growth
      offset = low + growth
      reach = low > 0 ? target.second - low : box.second + low
    case .centerAndSize:
      offset = box.first - target.first
      let growth = (box.second - target.second) / 2
      low = offset - growth
      high = offset + growth
      reach = (box.second / 2 + target.second / 2) - abs(offset)
    }
    size = box.size
    targetSize = target.size
    lowBounds = low >= 0
    highBounds = high <= 0
    excess = max(-low, 0) + max(high, 0)
    targetExcess = max(low, 0) + max(-high, 0)
    switch (lowBounds, highBounds) {
    case (true, true): overlap = size
    case (false, false): overlap = targetSize
    default: overlap = min(max(reach, 0), min(size, targetSize))
    }
    gap = lowBounds == highBounds ? 0 : max(-reach, 0)
  }

  /// The enclosing interval's length.
  var span: S { targetSize + excess }

  /// Whether the two intervals are the same.
  var isSame: Bool { excess == 0 && targetExcess == 0 }

  /// All lengths times a power of two.
  @inline(__always)
  mutating func scale(by factor: S) {
    size *= factor
    targetSize *= factor
    overlap *= factor
    excess *= factor
    targetExcess *= factor
    gap *= factor
    offset *= factor
  }
}
