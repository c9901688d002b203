import DetectionCore
import Evaluation
import JSON

/// A category.
struct SweepClassOutputs: FieldGroup {
  let id = Output.id("category_id", "The category.")
  let name = Output.text("name", "Its name, null where there is none.").nullable
  let objects = Output.count("objects", "Objects that are neither crowd nor ignored.")
  let best = Output.object(
    "best", OperatingPointOutputs(),
    "The greatest F_β, at the highest threshold among equals; null without objects or detections."
  ).nullable
  let operating: OperatingOutputs

  init(_ targets: SweepTargets) { operating = OperatingOutputs(targets, prefix: "") }
}
