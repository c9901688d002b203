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

/// An image and category.
struct PerImageOutputs: FieldGroup {
  let image = Output.id("image_id", "The image.")
  let category = Output.id("category_id", "The category; null where categories are not kept apart.").nullable
  let truePositives = Output.count("tp", "Detections that have an object.")
  let falsePositives = Output.count("fp", "Detections that have none.")
  let falseNegatives = Output.count("fn", "Objects that count and that no detection has.")
  let detections = Output.columns(
    "detections", DetectionMatchOutputs(), "The detections, best score first, those beyond the largest budget left out."
  )
  let missed = Output.columns("missed", MissedObjectOutputs(), "The objects that no detection has.")

  func set<S: Scalar>(_ answer: inout Answer, _ cell: PerImageMatches.Cell, as scalar: S.Type) {
    answer.set(image, cell.image)
    answer.set(category, cell.category)
    answer.set(truePositives, cell.truePositives)
    answer.set(falsePositives, cell.falsePositives)
    answer.set(falseNegatives, cell.falseNegatives)
    answer.set(detections) { $1.set(&$0, cell.detections, as: S.self) }
    answer.set(missed) { $0.set($1.objects, cell.missedObjects) }
  }
}

/// Detections with their objects.
struct DetectionMatchOutputs: FieldGroup {
  let rows = Output.indices("rows", "(n,)", "Their rows in detections, counted from 0.")
  let objects = Output.indices("objects", "(n,)", "The row of the object each has, in annotations; -1 for none.")
  let overlaps = Output.reals("overlaps", "(n,)", "How much they overlap; 0 without an object.")
  let ignored = Output.indices("ignored", "(n,)", "1 where that object is a crowd, or ignored: neither true nor false.")

  func set<S: Scalar>(_ answer: inout Answer, _ detections: [PerImageMatches.Detection], as scalar: S.Type) {
    answer.set(rows, detections.map(\.row))
    answer.set(objects, detections.map { $0.object ?? -1 })
    answer.set(overlaps, detections.map { S($0.overlap) })
    answer.set(ignored, detections.map { $0.outcome == .ignored ? 1 : 0 })
  }
}

/// Objects that were not found.
struct MissedObjectOutputs: FieldGroup {
  let objects = Output.indices("objects", "(n,)", "Their rows in annotations, counted from 0.")
}
