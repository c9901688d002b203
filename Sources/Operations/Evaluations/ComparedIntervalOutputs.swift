import DetectionCore
import Evaluation
import JSON

/// Intervals of each model's numbers, and of their difference.
struct ComparedIntervalOutputs: FieldGroup {
  let a = Output.object("a", IntervalOutputs(), "")
  let b = Output.object("b", IntervalOutputs(), "").only(.isComparison)
  let difference = Output.object(
    "difference", IntervalOutputs(), "The models differ where 0 is outside."
  ).only(.isComparison)
}
