import DetectionCore
import Evaluation
import JSON

/// Ends of intervals by the number's name.
struct BoundOutputs: FieldGroup {
  let numbers = Output.numbers(
    usual: SummaryOutputs.usual, "null where no sample has objects to measure it by."
  ).nullable
}
