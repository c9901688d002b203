import DetectionCore
import Evaluation
import JSON

/// COCO's numbers, as an evaluation and an accumulation answer them.
struct COCOOutputs: FieldGroup {
  let summary = Output.object("summary", SummaryOutputs(), "")
  let perClass = Output.rows(
    "per_class", of: COCOClassOutputs(), "A row per category, ascending by id: the summary's numbers of it alone.")
  let counts = Output.object("counts", RecordCountOutputs(), "How many records were evaluated, and how many left out.")
  let warnings = EvaluationWarningOutput.warnings

  /// `names`: of categories, where the result has none.
  func set<S: Scalar>(
    _ answer: inout Answer, _ result: COCOResult, names: [RecordID: String] = [:], as scalar: S.Type
  ) {
    answer.set(summary) { $0.set($1.numbers, result.summary, as: S.self) }
    answer.set(perClass, each: result.perClass) { $1.set(&$0, $2, name: names[$2.id], as: S.self) }
    answer.set(counts) { $1.set(&$0, result.counts) }
    answer.set(warnings, result.warnings.map(\.sentence))
  }
}
