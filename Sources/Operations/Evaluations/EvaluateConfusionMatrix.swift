import DetectionCore
import Evaluation
import JSON

/// `evaluations.confusion-matrix`
struct EvaluateConfusionMatrix: FieldedOperation {
  let about = About(
    "evaluations", "confusion-matrix",
    summary: "Which category is taken for which, with the background as one of them.",
    formula: "matrix[p, t] = detections of p that take an object of t; the last row and column are the background",
    source:
      "ultralytics 8.4, ConfusionMatrix: best score first, each takes the free object of any category it overlaps most",
    example: EvaluationExample.columns)

  let inputs = EvaluationInputs()
  let profile = Field<ConfusionProfile>.choice(
    "profile", default: .ultralytics, "Whose rules; other tools have others.")
  let scoreThreshold = Field.number("score_threshold", .any, default: 0.25, "Detections count above this score.")
  let iouThreshold = Field.number(
    "iou_threshold", .unit, default: 0.45, "A detection takes an object that it overlaps by more than this.")
  let usedProfile = Output.text("profile", "Whose rules were followed.")
  let categories = Output.ids(
    "category_ids", "(K + 1,)",
    "The categories of rows and columns, ascending; the last is \"background\", as a tensor -1.")
  let matrix = Output.indices("matrix", "(K + 1, K + 1)", "Counts: rows are what was predicted, columns what is true.")
  let warnings = EvaluationWarningOutput.warnings

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var confusion = ConfusionMatrix()
    confusion.scoreThreshold = request[scoreThreshold]
    confusion.iouThreshold = request[iouThreshold]
    confusion.elementLimit = request.limits.answerElements
    let result = try inputs.read(request).evaluate(request) { [confusion] records throws(EvaluationError) in
      try confusion.evaluate(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    answer.set(usedProfile, request[profile].rawValue)
    answer.set(categories, .mixed(result.categoryIDs + [.text("background")]))
    answer.set(matrix, result.matrix.map { Int($0) })
    answer.set(warnings, result.warnings.map(\.sentence))
    return answer
  }
}
