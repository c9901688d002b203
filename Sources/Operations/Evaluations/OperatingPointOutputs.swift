import DetectionCore
import Evaluation
import JSON

/// A detector at a threshold.
struct OperatingPointOutputs: FieldGroup {
  let score = Output.numbers(usual: ["f1"], "F_β; its key is f_beta where beta is not 1.")
  let threshold = Output.reals("threshold", "()", "Detections with at least this score count.")
  let truePositives = Output.count("tp", "Detections that have an object.")
  let falsePositives = Output.count("fp", "Detections that have none.")
  let falseNegatives = Output.count("fn", "Objects without a detection.")
  let precision = Output.reals("precision", "()", "tp / (tp + fp).")
  let recall = Output.reals("recall", "()", "tp / (tp + fn).")

  func set<S: Scalar>(_ answer: inout Answer, _ point: OperatingPoint, _ name: String, as scalar: S.Type) {
    answer.set(score, [NamedNumber(name, point.fScore)], as: S.self)
    answer.set(threshold, point.threshold, as: S.self)
    answer.set(truePositives, point.truePositives)
    answer.set(falsePositives, point.falsePositives)
    answer.set(falseNegatives, point.falseNegatives)
    answer.set(precision, point.precision, as: S.self)
    answer.set(recall, point.recall, as: S.self)
  }
}
