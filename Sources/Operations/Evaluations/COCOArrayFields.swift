import DetectionCore
import Evaluation
import JSON

/// The lines and arrays behind COCO's numbers, for who asks for them.
struct COCOArrayFields: FieldGroup {
  let wantsText = Field<Bool>.flag("text", "Add the summary in the lines that pycocotools prints.")
  let wantsArrays = Field<Bool>.flag("arrays", "Add precision, scores and recall as arrays.")
  let text: Output<String>
  let precision: Output<Reals>
  let scores: Output<Reals>
  let recall: Output<Reals>

  init() {
    text = Output.text("text", "The summary, a line per number.").only(.with(wantsText))
    let arrays = Condition.with(wantsArrays)
    precision = Output.reals(
      "precision", "(T, R, K, A, M)",
      "By threshold, recall point, category, area range and budget; -1 for a category without objects."
    ).only(arrays)
    scores = Output.reals(
      "scores", "(T, R, K, A, M)", "The score at which each recall point is reached, 0 if none does."
    )
    .only(arrays)
    recall = Output.reals("recall", "(T, K, A, M)", "The recall of all detections together.").only(arrays)
  }

  /// How many numbers the arrays may hold; `nil` where they are not wanted.
  func limit(_ request: Request) -> Int? { request[wantsArrays] ? request.limits.answerElements : nil }

  func set<S: Scalar>(_ answer: inout Answer, _ result: COCOResult, _ request: Request, as scalar: S.Type) {
    if request[wantsText] { answer.set(text, result.text) }
    guard let arrays = result.arrays else { return }
    answer.set(precision, AnyTensor(arrays.precision).converted(to: S.self))
    answer.set(scores, AnyTensor(arrays.scores).converted(to: S.self))
    answer.set(recall, AnyTensor(arrays.recall).converted(to: S.self))
  }
}
