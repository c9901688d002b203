import DetectionCore
import Evaluation

/// What a sweep looks for beside the best threshold.
struct SweepTargets: FieldGroup {
  let recall = Field.optionalNumber(
    "target_recall", NumberRange(exclusiveMinimum: 0, maximum: 1), "Add the highest threshold with this recall.")
  let precision = Field.optionalNumber(
    "target_precision", NumberRange(exclusiveMinimum: 0, maximum: 1),
    "Add the threshold of the greatest recall with this precision.")
  let curves = Field<Bool>.flag("curves", "Add precision and recall at every threshold.")
}
