import DetectionCore
import Evaluation
import JSON

/// Warnings, which every evaluation has.
enum EvaluationWarningOutput {
  static let warnings = Output.texts("warnings", "What a reader of the numbers should know, in sentences.")
}
