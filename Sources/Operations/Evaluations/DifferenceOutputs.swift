import DetectionCore
import Evaluation
import JSON

/// b − a.
struct DifferenceOutputs: FieldGroup {
  let numbers = Output.numbers(usual: SummaryOutputs.usual, "b − a; null where either is -1.").nullable
}
