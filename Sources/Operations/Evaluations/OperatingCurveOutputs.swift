import DetectionCore
import Evaluation
import JSON

/// Precision and recall at every distinct score, highest first.
struct OperatingCurveOutputs: FieldGroup {
  let thresholds = Output.reals("thresholds", "(n,)", "The distinct scores, falling.")
  let precision = Output.reals("precision", "(n,)", "tp / (tp + fp) at each, not made monotone.")
  let recall = Output.reals("recall", "(n,)", "tp / objects at each; -1 without objects.")
}
