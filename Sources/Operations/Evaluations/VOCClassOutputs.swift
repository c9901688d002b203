import DetectionCore
import Evaluation
import JSON

/// A category.
struct VOCClassOutputs: FieldGroup {
  let id = Output.id("category_id", "The category.")
  let name = Output.text("name", "Its name, null where there is none.").nullable
  let ap = Output.reals("ap", "()", "Average precision; -1 without objects.")
  let objects = Output.count("objects", "Objects that are not difficult: neither ignore nor iscrowd.")
}
