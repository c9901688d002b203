import DetectionCore
import Evaluation
import JSON

/// Records that were read and checked, and where they stand in the request.
struct EvaluatedRecords {
  let records: Records
  let places: RecordPlaces

  init(
    _ groundTruth: GroundTruthRecords, _ detections: DetectionRecords, _ request: Request, _ places: RecordPlaces
  ) throws {
    self.places = places
    records = try places.located(request) { () throws(EvaluationError) in
      try Records(groundTruth: groundTruth, detections: detections, deadline: request.limits.deadline)
    }
    try AnswerRows.reserve(records.categoryCount, of: AnswerRows.category, request)
  }

  /// Evaluates; errors are those of the request's fields.
  func evaluate<Result>(
    _ request: Request, _ body: (Records) throws(EvaluationError) -> Result
  ) throws(Problem) -> Result {
    try places.located(request) { () throws(EvaluationError) in try body(records) }
  }
}
