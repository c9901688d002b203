import DetectionCore
import Figures
import JSON

/// How a figure's vertical axis runs.
enum AxisKind: String, Sendable, CaseIterable {
  case linear
  /// In powers of ten.
  case log
}

extension Field<String> {
  /// What stands above a figure.
  static func title(_ otherwise: String) -> Field {
    Field("title", .text, default: .string(otherwise), fallback: otherwise, "What stands above; cut where it is long.")
    {
      $0.text
    }
  }
}

extension Field<AxisKind> {
  static let axis = Field.choice("axis", default: .linear, "The vertical axis.")
}

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
