import DetectionCore
import Evaluation
import JSON

/// The summary.
struct SummaryOutputs: FieldGroup {
  /// The names with COCO's own budgets and ranges.
  static let usual = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]

  let numbers = Output.numbers(
    usual: usual,
    "Means over thresholds, recall points and the categories that have objects; -1 where none has. Other budgets and "
      + "ranges name themselves: AR300, AP_tiny.")
}
