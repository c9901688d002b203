/// How far apart, along one axis, the centres of two boxes may lie of which a rule forbids one.
///
/// Boxes of lengths w and w* cover a length i ≤ (w + w*)/2 − |Δc| together. Their intersection is at the most i min(h, h*), and
/// |B| + |B*| ≥ (w + w*) min(h, h*), so that an IoU above t needs i > (w + w*) t/(1 + t), and
///
///     |Δc| < (w + w*) (1 − t)/(2 (1 + t)),    w* < w/t.
///
/// DIoU is at the most the IoU. For the intersection over the smaller area only contact is asked: t = 0.
struct OverlapReach<S: Scalar>: Sendable {
  /// (1 − t)/(2 (1 + t)).
  private let share: S
  /// 1/t.
  private let growth: S

  /// `nil` where boxes that do not touch may forbid each other.
  init?(_ rule: OverlapRule<S>) {
    guard rule.needsContact else { return nil }
    // Less than t by more than the rounding of an overlap, which is some units in the last place.
    let margin = 1 - 1 / S(4096)
    let threshold = rule.measure == .ios ? 0 : min(rule.threshold, 1) * margin
    share = (1 - threshold) / (2 * (1 + threshold))
    growth = 1 / threshold
  }

  /// For a box of that length, where none is longer than `longest`.
  @inline(__always)
  func distance(_ length: S, longest: S) -> S { share * (length + min(longest, length * growth)) }
}
