import DetectionCore
import Synchronization

/// What must hold of records before they are evaluated.
enum RecordChecks {
  /// Columns of one table are equally long, numbers are finite, sizes not negative.
  static func check(
    _ groundTruth: GroundTruthRecords, _ detections: DetectionRecords, work: Work
  ) throws(EvaluationError) {
    try lengths(groundTruth, detections)
    let objects = groundTruth.objects
    if let sizes = groundTruth.images.sizes { try finite(sizes, width: 2, .images, "width", work) }
    try boxes(objects.boxes, .annotations, work)
    if let areas = objects.areas { try finite(areas, width: 1, .annotations, "area", work) }
    try boxes(detections.boxes, .detections, work)
    try finite(detections.scores, width: 1, .detections, "score", work)
  }

  private static func lengths(_ groundTruth: GroundTruthRecords, _ detections: DetectionRecords) throws(EvaluationError)
  {
    let objects = groundTruth.objects
    let images = groundTruth.images
    try length(.images, "id", images.ids.count, atMost: Int(Int32.max))
    try length(.images, "width", images.sizes?.count, images.ids.count, width: 2)
    try length(.images, "slice_by", images.attribute?.count, images.ids.count)
    try length(.images, "neg_category_ids", images.negativeCategories?.ends.count, images.ids.count)
    try length(.images, "not_exhaustive_category_ids", images.notExhaustiveCategories?.ends.count, images.ids.count)
    try length(.categories, "id", groundTruth.categories.ids.count, atMost: Int(Int32.max))
    try length(.annotations, "image_id", objects.count, atMost: Int(Int32.max))
    try length(.annotations, "id", objects.ids?.count, objects.count)
    try length(.annotations, "category_id", objects.categories.count, objects.count)
    try length(.annotations, "bbox", objects.boxes.count, objects.count, width: 4)
    try length(.annotations, "area", objects.areas?.count, objects.count)
    try length(.annotations, "iscrowd", objects.crowd?.count, objects.count)
    try length(.annotations, "ignore", objects.ignore?.count, objects.count)
    try length(.detections, "image_id", detections.count, atMost: Int(Int32.max))
    try length(.detections, "category_id", detections.categories.count, detections.count)
    try length(.detections, "bbox", detections.boxes.count, detections.count, width: 4)
    try length(.detections, "score", detections.scores.count, detections.count)
  }

  private static func length(
    _ table: RecordTable, _ member: String, _ found: Int, atMost limit: Int
  ) throws(EvaluationError) {
    if found > limit { throw .columnLength(table: table, member: member, expected: limit, found: found) }
  }

  private static func length(
    _ table: RecordTable, _ member: String, _ found: Int?, _ rows: Int, width: Int = 1
  ) throws(EvaluationError) {
    guard let found, found != rows * width else { return }
    throw .columnLength(table: table, member: member, expected: rows * width, found: found)
  }

  /// Numbers of a row are finite. `pycocotools` evaluates others silently.
  private static func finite(
    _ column: Tensor<Double>, width: Int, _ table: RecordTable, _ member: String, _ work: Work
  ) throws(EvaluationError) {
    let row = try first(column.count / width, work) { rows in
      column.withElements { column in
        (rows.lowerBound * width..<rows.upperBound * width).first { !column[$0].isFinite }.map { $0 / width }
      }
    }
    if let row { throw .record(RecordProblem(table: table, row: row, member: member, reason: .notFinite)) }
  }

  /// Boxes are finite, so are their far corners and areas, and no size is negative. They are neither clipped nor sorted, nor
  /// compared with the image.
  private static func boxes(_ boxes: Tensor<Double>, _ table: RecordTable, _ work: Work) throws(EvaluationError) {
    let row = try first(boxes.count / 4, work) { rows in
      boxes.withElements { boxes in
        rows.first { row in
          let (x, y, w, h) = (boxes[4 * row], boxes[4 * row + 1], boxes[4 * row + 2], boxes[4 * row + 3])
          return !(w >= 0 && h >= 0 && (x + w).isFinite && (y + h).isFinite && (w * h).isFinite)
        }
      }
    }
    guard let row else { return }
    let isNegative = boxes[4 * row + 2] < 0 || boxes[4 * row + 3] < 0
    throw .record(
      RecordProblem(table: table, row: row, member: "bbox", reason: isNegative ? .negativeSize : .notFinite))
  }

  /// The first row that is wrong, where `firstWrong` finds that of a block.
  private static func first(
    _ rows: Int, _ work: Work, _ firstWrong: @Sendable (Range<Int>) -> Int?
  ) throws(EvaluationError) -> Int? {
    let first = Atomic(Int.max)
    try work.forBlocks(rows, of: 1 << 16) { block in
      if let row = firstWrong(block) { first.min(row, ordering: .relaxed) }
    }
    let row = first.load(ordering: .relaxed)
    return row == .max ? nil : row
  }

  /// A detection on an image that the file does not list is a mistake; the error says if the id is there as the other kind.
  static func images(
    of detections: DetectionRecords, ranks: Column<Int32>, listed: IDIndex
  ) throws(EvaluationError) {
    guard let row = (0..<ranks.count).first(where: { ranks[$0] < 0 }) else { return }
    let reason: RecordProblem.Reason
    if let id = detections.images.id(row) {
      reason = .unknownImage(id, otherKind: id.otherKind.flatMap { listed.rank($0) < 0 ? nil : $0 })
    } else {
      reason = .missing
    }
    throw .record(RecordProblem(table: .detections, row: row, member: "image_id", reason: reason))
  }

  /// No two objects have one id (pycocotools counts the later one twice and loses the former). Returns the first row whose
  /// id is 0.
  static func objectIDs(_ column: IDColumn?) throws(EvaluationError) -> Int? {
    guard let column else { return nil }
    let index = IDIndex(column)
    if index.repeated > 0 { throw firstRepetition(column) }
    let zero = index.rank(.integer(0))
    return zero < 0 ? nil : Int(index.rows[Int(zero)])
  }

  private static func firstRepetition(_ column: IDColumn) -> EvaluationError {
    var rows: [RecordID: Int] = [:]
    for row in 0..<column.count {
      guard let id = column.id(row) else {
        return .record(RecordProblem(table: .annotations, row: row, member: "id", reason: .missing))
      }
      if let firstRow = rows.updateValue(row, forKey: id) {
        let reason = RecordProblem.Reason.duplicateID(id, firstRow: firstRow)
        return .record(RecordProblem(table: .annotations, row: row, member: "id", reason: reason))
      }
    }
    return .columnLength(table: .annotations, member: "id", expected: column.count, found: rows.count)
  }
}
