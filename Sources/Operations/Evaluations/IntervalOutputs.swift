import DetectionCore
import Evaluation
import JSON

/// The ends of intervals.
struct IntervalOutputs: FieldGroup {
  let low = Output.object("low", BoundOutputs(), "")
  let high = Output.object("high", BoundOutputs(), "")

  func set<S: Scalar>(
    _ answer: inout Answer, _ numbers: [ComparedNumber], as scalar: S.Type,
    _ interval: (ComparedNumber) -> ComparedNumber.Interval?
  ) {
    answer.set(low) { $0.set($1.numbers, numbers.named { interval($0)?.low }, as: S.self) }
    answer.set(high) { $0.set($1.numbers, numbers.named { interval($0)?.high }, as: S.self) }
  }
}
