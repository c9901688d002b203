import Testing

@testable import DetectionCore

/// Compares a gradient with central differences of the summed loss: (f(x + h) − f(x − h))/2h.
///
/// With h = 1e-6 the formula errs by about h² f‴/6 ~ 1e-12 and rounding by 1e-16 f/h ~ 1e-10: 1e-6 is generous.
func expectGradient(
  at point: [Double], tolerance: Double = 1e-6, sourceLocation: SourceLocation = #_sourceLocation,
  _ loss: (_ point: [Double], _ gradient: Bool) throws -> ReducedLoss<Double>
) throws {
  let slopes = try loss(point, true).slopes
  let worst = try worstSlope(slopes, at: point) { try sum(loss($0, false)) }
  #expect(slopes.count == point.count && worst <= tolerance, sourceLocation: sourceLocation)
}

/// The greatest difference of a slope and its central difference, relative where the slope is greater than 1.
func worstSlope(_ slopes: [Double], at point: [Double], _ f: ([Double]) throws -> Double) rethrows -> Double {
  var worst = 0.0
  for (position, slope) in slopes.enumerated() {
    let difference = try centralDifference(point, position, f)
    worst = max(worst, abs(difference - slope) / max(abs(slope), 1))
  }
  return worst
}

/// The derivative by one coordinate.
func centralDifference(_ point: [Double], _ position: Int, _ f: ([Double]) throws -> Double) rethrows -> Double {
  let step = 1e-6 * max(abs(point[position]), 1)
  var (above, below) = (point, point)
  above[position] += step
  below[position] -= step
  return try (f(above) - f(below)) / (above[position] - below[position])
}

private func sum(_ loss: ReducedLoss<Double>) -> Double { loss.values.elements.reduce(0, +) }
