import DetectionCore
import Evaluation

/// How many records there were.
struct LVISCountOutputs: FieldGroup {
  let records = RecordCountOutputs()
  let unjudged = Output.count(
    "unjudged_detections",
    "Beyond the best 300 of their image, of a category that was not looked for there, or without an area.")
}
