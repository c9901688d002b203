import DetectionCore
import Figures

/// What figures refuse, so that their size is bounded.
enum FigureLimits {
  static let points = 10_000
  static let boxes = 1000

  static func check(curves: Int, at pointer: String) throws(Problem) {
    guard curves > CurveFigure.largestCount else { return }
    throw Problem(
      .outOfRange, at: pointer, "a figure has at most \(CurveFigure.largestCount) curves, found \(curves)")
  }

  static func check(points: Int, at pointer: String) throws(Problem) {
    guard points > Self.points else { return }
    throw Problem(
      .outOfRange, at: pointer,
      "a curve has at most \(Self.points) points, found \(points); leave out rows in between")
  }
}
