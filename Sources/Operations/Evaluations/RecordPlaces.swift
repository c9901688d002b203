import DetectionCore
import Evaluation
import JSON

/// Where records stand in a request: the pointers of what is wrong with them.
struct RecordPlaces: Sendable {
  private enum Source {
    /// `/ground_truth/annotations/3/bbox`
    case records(detections: String)
    /// `/target_boxes/3`
    case columns([String: String])
    /// `/scores/3`
    case shards
  }

  private let source: Source

  /// A COCO object under `ground_truth`, and a results list under that name.
  init(detections: String) { source = .records(detections: detections) }

  /// Columns.
  init(_ targets: TargetColumns, _ detections: DetectionColumns) {
    source = .columns([
      "annotations/bbox": targets.boxes.name, "annotations/area": targets.areas.name,
      "annotations/iscrowd": targets.crowd.name, "annotations/image_id": targets.images.name,
      "annotations/category_id": targets.labels.name, "detections/bbox": detections.boxes.name,
      "detections/score": detections.scores.name, "detections/image_id": detections.images.name,
      "detections/category_id": detections.labels.name,
    ])
  }

  /// Columns of matched shards.
  static let shards = RecordPlaces(source: .shards)

  private init(source: Source) { self.source = source }

  /// The pointer of a member of a row.
  func pointer(_ table: RecordTable, _ row: Int, _ member: String, _ request: Request) -> String {
    switch source {
    case .records(let detections):
      let place = table == .detections ? "/\(detections)" : "/ground_truth/\(table.rawValue)"
      return "\(place)/\(row)/\(JSONPointer.escape(member))"
    case .columns(let names):
      guard let name = names["\(table.rawValue)/\(member)"] else { return "" }
      return member == "bbox"
        ? request.pointer(to: name, row: row) : request.pointer(to: name, position: row)
    case .shards:
      let rank = request.inputs[member]?.tensor.shape.rank ?? 1
      return rank > 1 ? request.pointer(to: member, row: row) : request.pointer(to: member, position: row)
    }
  }

  /// Calls `body`; what it throws is said in the words and places of the request.
  func located<Result>(
    _ request: Request, _ body: () throws(EvaluationError) -> Result
  ) throws(Problem) -> Result {
    do throws(EvaluationError) {
      return try body()
    } catch {
      throw Problem(error, request, self)
    }
  }
}
