import RealModule

/// A rotated box beside its target: what the losses of rotated boxes need, in float64 whatever the precision of the request.
///
/// Lengths are as they were given, or halved by ``scaled`` to a common power of two. Everything is by the box's own axes, or by
/// the target's: a common shift or turn of both costs no digit.
struct RotatedPair {
  let width: Double
  let height: Double
  let targetWidth: Double
  let targetHeight: Double
  /// The box's centre less the target's.
  let dx: Double
  let dy: Double
  /// The directions of the box's axes: x is (cos, sin), y is (−sin, cos).
  let cosine: Double
  let sine: Double
  /// The turn from the target to the box.
  let turnCosine: Double
  let turnSine: Double
  /// The way from the target's centre to the box's, along the box's axes.
  let along: Double
  let across: Double
  /// The same along the target's axes.
  let targetAlong: Double
  let targetAcross: Double
  /// What lengths were multiplied by: a power of two.
  let scale: Double
  /// Whether all five numbers are the target's.
  let isSame: Bool

  /// `scaling`: whether lengths are scaled such that the longest is about 1, for losses that scale does not change.
  init<S: Scalar>(_ box: RotatedBox<S>, _ target: RotatedBox<S>, scaling: Bool) {
    let differences = (Double(box.x) - Double(target.x), Double(box.y) - Double(target.y))
    let sides = (Double(box.width), Double(box.height), Double(target.width), Double(target.height))
    let longest = max(max(sides.0, sides.1), max(sides.2, sides.3))
    scale = scaling && longest > 0 ? Self.scale(longest) : 1
    (width, height, targetWidth, targetHeight) = (sides.0 * scale, sides.1 * scale, sides.2 * scale, sides.3 * scale)
    (dx, dy) = (differences.0 * scale, differences.1 * scale)
    let (angle, targetAngle) = (Double(box.angle), Double(target.angle))
    (cosine, sine) = (.cos(angle), .sin(angle))
    // What the difference of the angles has lost in rounding counts where the turn is nearly a quarter.
    let turn = angle - targetAngle
    let back = turn - angle
    let lost = (angle - (turn - back)) - (targetAngle + back)
    let (turnedCosine, turnedSine) = (Double.cos(turn), Double.sin(turn))
    let (lostCosine, lostSine) = (Double.cos(lost), Double.sin(lost))
    turnCosine = turnedCosine * lostCosine - turnedSine * lostSine
    turnSine = turnedSine * lostCosine + turnedCosine * lostSine
    (along, across) = (dx * cosine + dy * sine, dy * cosine - dx * sine)
    let (targetCosine, targetSine) = (Double.cos(targetAngle), Double.sin(targetAngle))
    (targetAlong, targetAcross) = (dx * targetCosine + dy * targetSine, dy * targetCosine - dx * targetSine)
    isSame = differences == (0, 0) && sides.0 == sides.2 && sides.1 == sides.3 && angle == targetAngle
  }

  private static func scale(_ longest: Double) -> Double {
    Double(sign: .plus, exponent: min(max(-longest.exponent, -1022), 1023), significand: 1)
  }

  /// Whether both have an area.
  var hasAreas: Bool { min(min(width, height), min(targetWidth, targetHeight)) > 0 }
}
