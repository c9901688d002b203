import DetectionCore
import Evaluation
import JSON

/// `evaluations.lvis`
struct EvaluateLVIS: FieldedOperation {
  let about = About(
    "evaluations", "lvis",
    summary: "LVIS' evaluation of boxes: only categories that were looked for in an image are judged there.",
    formula: "AP as COCO's, over detections whose category has objects in the image or is in its neg_category_ids",
    source: "Gupta et al., «LVIS: A Dataset for Large Vocabulary Instance Segmentation» (2019); lvis-api 0.5.3",
    example: """
      {"ground_truth": {"images": [{"id": 1, "neg_category_ids": [2], "not_exhaustive_category_ids": []}], \
      "categories": [{"id": 1, "name": "cat", "frequency": "f"}, {"id": 2, "name": "axolotl", "frequency": "r"}], \
      "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 50], "area": 1500}]}, \
      "detections": [{"image_id": 1, "category_id": 1, "bbox": [11, 12, 40, 50], "score": 0.9}, \
      {"image_id": 1, "category_id": 2, "bbox": [60, 20, 30, 60], "score": 0.4}]}
      """)

  let groundTruth = RecordsField.groundTruth(
    "ground_truth",
    "An LVIS file: as COCO's, with neg_category_ids and not_exhaustive_category_ids of every image, and the categories' "
      + "frequency.")
  let results = RecordsField.detections("detections", "A results list: image_id, category_id, bbox, score.")
  let summary = Output.object("summary", LVISSummaryOutputs(), "")
  let perClass = Output.rows("per_class", of: COCOClassOutputs(), "A row per category, ascending by id.")
  let counts = Output.object("counts", LVISCountOutputs(), "How many records were evaluated, and how many left out.")
  let warnings = EvaluationWarningOutput.warnings

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let groundTruth = try request.records(groundTruth, .init(federated: true))
    let detections = try request.records(results)
    request.discardRecords()
    let evaluated = try EvaluatedRecords(groundTruth, detections, request, RecordPlaces(detections: results.name))
    let result = try evaluated.evaluate(request) { records throws(EvaluationError) in
      try LVISEvaluation().evaluate(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    answer.set(summary) { $0.set($1.numbers, result.summary, as: S.self) }
    answer.set(perClass, each: result.perClass) { $1.set(&$0, $2, as: S.self) }
    answer.set(counts) { answer, group in
      group.records.set(&answer, result.counts)
      answer.set(group.unjudged, result.unjudgedDetections)
    }
    answer.set(warnings, result.warnings.map(\.sentence))
    return answer
  }
}
