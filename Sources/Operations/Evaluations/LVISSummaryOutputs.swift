import DetectionCore
import Evaluation
import JSON

/// LVIS' summary.
struct LVISSummaryOutputs: FieldGroup {
  let numbers = Output.numbers(
    usual: [
      "AP", "AP50", "AP75", "APs", "APm", "APl", "APr", "APc", "APf", "AR@300", "ARs@300", "ARm@300", "ARl@300",
    ], "APr, APc and APf are of rare, common and frequent categories; -1 where there are no objects.")
}
