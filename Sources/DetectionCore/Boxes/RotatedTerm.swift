import RealModule

/// A loss of a rotated box, and its derivatives by the box's centre, size and angle.
struct RotatedTerm {
  var value: Double
  var x = 0.0
  var y = 0.0
  var width = 0.0
  var height = 0.0
  var angle = 0.0

  /// The derivatives of a function of the loss: its value, and its slope by the loss.
  func chained(_ value: Double, _ slope: Double) -> RotatedTerm {
    RotatedTerm(
      value: value, x: slope * x, y: slope * y, width: slope * width, height: slope * height, angle: slope * angle)
  }

  /// Derivatives by the box's own axes, and by lengths as they were scaled, as they are by the numbers given.
  func inImage(_ pair: RotatedPair) -> RotatedTerm {
    RotatedTerm(
      value: value, x: (x * pair.cosine - y * pair.sine) * pair.scale,
      y: (x * pair.sine + y * pair.cosine) * pair.scale, width: width * pair.scale, height: height * pair.scale,
      angle: angle)
  }
}
