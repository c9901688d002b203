import DetectionCore
import Evaluation
import JSON

/// A row per category.
struct COCOClassOutputs: FieldGroup {
  let id = Output.id("category_id", "The category.")
  let name = Output.text("name", "Its name, null where there is none.").nullable
  let numbers = Output.numbers(
    usual: ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR"], "0: nothing was found; -1: there are no objects.")
  let objects = Output.count("objects", "Its objects that are neither crowd nor ignored.")
  let detections = Output.count("detections", "Its detections, those beyond the budgets included.")

  func set<S: Scalar>(_ answer: inout Answer, _ row: COCOResult.ClassRow, name: String? = nil, as scalar: S.Type) {
    answer.set(id, row.id)
    answer.set(self.name, name ?? row.name)
    answer.set(numbers, row.numbers, as: S.self)
    answer.set(objects, row.objects)
    answer.set(detections, row.detections)
  }
}
