import DetectionCore
import Evaluation
import JSON

/// What is evaluated: a COCO object and a results list, or columns.
struct EvaluationInputs: FieldGroup {
  let groundTruth = RecordsField.groundTruth(
    "ground_truth", "A COCO object as its file is: images, categories, annotations. Other members are skipped."
  ).oneOf("ground truth")
  let results = RecordsField.detections(
    "detections", "A COCO results list as its file is: image_id, category_id, bbox (x, y, width, height), score."
  ).oneOf("detections")
  let targets = TargetColumns()
  let columns = DetectionColumns("")

  /// Reads what the request gives. `wants` says what of a COCO object beside boxes and ids.
  func read(_ request: Request, _ wants: RecordsReader.Wants = .init()) throws -> EvaluatedRecords {
    let source = try targets.source(request, groundTruth, [(results, columns)])
    switch source {
    case .records:
      let groundTruth = try request.records(groundTruth, wants)
      let detections = try request.records(results)
      request.discardRecords()
      return try EvaluatedRecords(groundTruth, detections, request, RecordPlaces(detections: results.name))
    case .columns:
      let (groundTruth, detections) = try targets.read(request, [columns])
      return try EvaluatedRecords(groundTruth, detections[0], request, RecordPlaces(targets, columns))
    }
  }
}
