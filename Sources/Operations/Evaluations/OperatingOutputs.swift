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
