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

/// The summary.
struct SummaryOutputs: FieldGroup {
  /// The names with COCO's own budgets and ranges.
  static let usual = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]

  let numbers = Output.numbers(
    usual: usual,
    "Means over thresholds, recall points and the categories that have objects; -1 where none has. Other budgets and "
      + "ranges name themselves: AR300, AP_tiny.")
}

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

/// How many records there were.
struct RecordCountOutputs: FieldGroup {
  let images = Output.count("images", "Images.")
  let objects = Output.count("objects", "Objects of listed images and categories.")
  let detections = Output.count("detections", "Detections of listed categories.")
  let droppedObjects = Output.count("dropped_objects", "Objects on unlisted images or of unlisted categories.")
  let droppedDetections = Output.count("dropped_detections", "Detections of unlisted categories.")

  func set(_ answer: inout Answer, _ counts: EvaluationCounts) {
    answer.set(images, counts.images)
    answer.set(objects, counts.objects)
    answer.set(detections, counts.detections)
    answer.set(droppedObjects, counts.droppedObjects)
    answer.set(droppedDetections, counts.droppedDetections)
  }
}

/// Warnings, which every evaluation has.
enum EvaluationWarningOutput {
  static let warnings = Output.texts("warnings", "What a reader of the numbers should know, in sentences.")
}
