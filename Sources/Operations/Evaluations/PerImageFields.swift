import DetectionCore
import Evaluation
import JSON

/// Which detection has which object, image by image, for who asks.
struct PerImageFields: FieldGroup {
  let isWanted = Field<Bool>.flag(
    "per_image", "Add which detection has which object, per image and category, over all areas.")
  let threshold: Field<Double>
  let cells: Output<PerImageOutputs>

  init() {
    threshold = Field.number(
      "match_threshold", .unit, default: 0.5, "The overlap from which a detection is right there."
    )
    .only(.with(isWanted))
    cells = Output.rows(
      "per_image", of: PerImageOutputs(),
      "A row per image and category that has objects or detections, ascending by their ids."
    ).only(.with(isWanted))
  }

  func set<S: Scalar>(
    _ answer: inout Answer, _ matches: PerImageMatches?, _ request: Request, as scalar: S.Type
  ) throws(Problem) {
    guard let matches else { return }
    try AnswerRows.reserve(matches.cells.count, of: AnswerRows.cell, request)
    try AnswerRows.reserve(
      matches.cells.reduce(0) { $0 + $1.detections.count }, of: AnswerRows.detection, request)
    answer.set(cells, each: matches.cells) { $1.set(&$0, $2, as: S.self) }
  }
}
