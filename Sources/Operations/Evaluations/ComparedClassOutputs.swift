import DetectionCore
import Evaluation
import JSON

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
