import DetectionCore
import Evaluation
import JSON

extension Condition {
  /// Of two models, the second is given.
  static let isComparison = Condition.givenAny(["detections_b", "boxes_b"])
}

/// The summary of each model, and of their difference.
struct ComparedSummaryOutputs: FieldGroup {
  let a = Output.object("a", SummaryOutputs(), "")
  let b = Output.object("b", SummaryOutputs(), "").only(.isComparison)
  let difference = Output.object("difference", DifferenceOutputs(), "").only(.isComparison)
}

extension [ComparedNumber] {
  /// A value of each under its name.
  func named(_ value: (ComparedNumber) -> Double?) -> [(name: String, value: Double?)] {
    map { ($0.name, value($0)) }
  }
}
