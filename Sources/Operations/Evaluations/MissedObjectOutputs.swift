import DetectionCore
import Evaluation
import JSON

/// Objects that were not found.
struct MissedObjectOutputs: FieldGroup {
  let objects = Output.indices("objects", "(n,)", "Their rows in annotations, counted from 0.")
}
