import DetectionCore
import Evaluation
import JSON

/// Thresholds that a request asks for, of a category or of all.
struct OperatingOutputs: FieldGroup {
  private let targets: Unlisted<SweepTargets>
  let atRecall: Output<OperatingPointOutputs>
  let atPrecision: Output<OperatingPointOutputs>
  let curve: Output<OperatingCurveOutputs>

  init(_ targets: SweepTargets, prefix: String) {
    self.targets = Unlisted(value: targets)
    atRecall = Output.object(
      "\(prefix)at_recall", OperatingPointOutputs(), "The highest threshold with target_recall; null if none has it."
    ).nullable.only(.given(targets.recall.name))
    atPrecision = Output.object(
      "\(prefix)at_precision", OperatingPointOutputs(),
      "The threshold of the greatest recall with target_precision; null if none has it."
    ).nullable.only(.given(targets.precision.name))
    curve = Output.columns(
      "\(prefix)curve", OperatingCurveOutputs(), "Precision and recall at every distinct score."
    ).only(.with(targets.curves))
  }

  func set<S: Scalar>(
    _ answer: inout Answer, _ request: Request, _ recall: OperatingPoint?, _ precision: OperatingPoint?,
    _ curve: OperatingCurve?, _ name: String, as scalar: S.Type
  ) {
    if request.gives(targets.value.recall) { setBest(&answer, atRecall, recall, name, as: S.self) }
    if request.gives(targets.value.precision) { setBest(&answer, atPrecision, precision, name, as: S.self) }
    guard let curve else { return }
    answer.set(self.curve) { answer, group in
      answer.set(group.thresholds, curve.thresholds.map { S($0) })
      answer.set(group.precision, curve.precision.map { S($0) })
      answer.set(group.recall, curve.objects == 0 ? curve.thresholds.map { _ in S(-1) } : curve.recall.map { S($0) })
    }
  }

  func setBest<S: Scalar>(
    _ answer: inout Answer, _ output: Output<OperatingPointOutputs>, _ point: OperatingPoint?, _ name: String,
    as scalar: S.Type
  ) {
    guard let point else { return answer.setNull(output) }
    answer.set(output) { $1.set(&$0, point, name, as: S.self) }
  }
}

/// What a sweep looks for beside the best threshold.
struct SweepTargets: FieldGroup {
  let recall = Field.optionalNumber(
    "target_recall", NumberRange(exclusiveMinimum: 0, maximum: 1), "Add the highest threshold with this recall.")
  let precision = Field.optionalNumber(
    "target_precision", NumberRange(exclusiveMinimum: 0, maximum: 1),
    "Add the threshold of the greatest recall with this precision.")
  let curves = Field<Bool>.flag("curves", "Add precision and recall at every threshold.")
}

/// Fields that are used here, and declared elsewhere.
struct Unlisted<Value: Sendable>: Sendable {
  let value: Value
}

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

/// Precision and recall at every distinct score, highest first.
struct OperatingCurveOutputs: FieldGroup {
  let thresholds = Output.reals("thresholds", "(n,)", "The distinct scores, falling.")
  let precision = Output.reals("precision", "(n,)", "tp / (tp + fp) at each, not made monotone.")
  let recall = Output.reals("recall", "(n,)", "tp / objects at each; -1 without objects.")
}
