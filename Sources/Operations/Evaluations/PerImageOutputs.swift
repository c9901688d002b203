import DetectionCore
import Evaluation
import JSON

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
