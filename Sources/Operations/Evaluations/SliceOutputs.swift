import DetectionCore
import Evaluation
import JSON

/// The images of a value.
struct SliceOutputs: FieldGroup {
  let value = Output.text("value", "The value; null: images without one.").nullable
  let images = Output.count("images", "How many images have it.")
  let summary = Output.object("summary", SummaryOutputs(), "")
}
