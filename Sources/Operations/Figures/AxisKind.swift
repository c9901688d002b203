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
