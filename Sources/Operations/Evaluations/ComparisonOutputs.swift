import DetectionCore
import Evaluation
import JSON

extension Condition {
  /// Of two models, the second is given.
  static let isComparison = Condition.givenAny(["detections_b", "boxes_b"])
}

/// The summary of each model, and of their difference.
struct ComparedSummaryOutputs: FieldGroup {
  let a = Output.object("a", SummaryOutputs(), "")
  let b = Output.object("b", SummaryOutputs(), "").only(.isComparison)
  let difference = Output.object("difference", DifferenceOutputs(), "").only(.isComparison)
}

/// b − a.
struct DifferenceOutputs: FieldGroup {
  let numbers = Output.numbers(usual: SummaryOutputs.usual, "b − a; null where either is -1.").nullable
}

/// Intervals of each model's numbers, and of their difference.
struct ComparedIntervalOutputs: FieldGroup {
  let a = Output.object("a", IntervalOutputs(), "")
  let b = Output.object("b", IntervalOutputs(), "").only(.isComparison)
  let difference = Output.object(
    "difference", IntervalOutputs(), "The models differ where 0 is outside."
  ).only(.isComparison)
}

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

/// Ends of intervals by the number's name.
struct BoundOutputs: FieldGroup {
  let numbers = Output.numbers(
    usual: SummaryOutputs.usual, "null where no sample has objects to measure it by."
  ).nullable
}

/// The AP of a category.
struct ComparedClassOutputs: FieldGroup {
  let id = Output.id("category_id", "The category.")
  let name = Output.text("name", "Its name, null where there is none.").nullable
  let a = Output.reals("a", "()", "The first model's AP; -1 without objects.")
  let aLow = Output.reals("a_low", "()", "The low end of its interval.").nullable
  let aHigh = Output.reals("a_high", "()", "The high end.").nullable
  let b = Output.reals("b", "()", "The second model's AP.").only(.isComparison)
  let bLow = Output.reals("b_low", "()", "The low end of its interval.").nullable.only(.isComparison)
  let bHigh = Output.reals("b_high", "()", "The high end.").nullable.only(.isComparison)
  let difference = Output.reals("difference", "()", "b − a.").nullable.only(.isComparison)
  let differenceLow = Output.reals("difference_low", "()", "The low end of its interval.").nullable.only(.isComparison)
  let differenceHigh = Output.reals("difference_high", "()", "The high end.").nullable.only(.isComparison)

  func set<S: Scalar>(_ answer: inout Answer, _ number: ComparedNumber, isPair: Bool, as scalar: S.Type) {
    answer.set(a, number.a, as: S.self)
    answer.set(aLow, number.aInterval?.low, as: S.self)
    answer.set(aHigh, number.aInterval?.high, as: S.self)
    guard isPair else { return }
    answer.set(b, number.b, as: S.self)
    answer.set(bLow, number.bInterval?.low, as: S.self)
    answer.set(bHigh, number.bInterval?.high, as: S.self)
    answer.set(difference, number.difference, as: S.self)
    answer.set(differenceLow, number.differenceInterval?.low, as: S.self)
    answer.set(differenceHigh, number.differenceInterval?.high, as: S.self)
  }
}

extension [ComparedNumber] {
  /// A value of each under its name.
  func named(_ value: (ComparedNumber) -> Double?) -> [(name: String, value: Double?)] {
    map { ($0.name, value($0)) }
  }
}

/// The request of a comparison's example.
enum ComparisonExample {
  static let columns = """
    {"target_boxes": [[10, 10, 50, 60], [60, 20, 90, 80], [5, 5, 45, 40]], "target_labels": [1, 2, 1], \
    "target_image_indices": [0, 0, 1], \
    "boxes_a": [[11, 12, 50, 60], [58, 20, 90, 82]], "scores_a": [0.9, 0.8], "labels_a": [1, 2], \
    "image_indices_a": [0, 0], \
    "boxes_b": [[11, 12, 50, 60], [58, 20, 90, 82], [5, 5, 40, 40]], "scores_b": [0.9, 0.8, 0.7], \
    "labels_b": [1, 2, 1], "image_indices_b": [0, 0, 1], "samples": 100}
    """
}
