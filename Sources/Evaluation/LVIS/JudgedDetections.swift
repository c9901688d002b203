import DetectionCore

/// The detections that a federated ground truth can judge.
struct JudgedDetections: Sendable {
  /// Their rows, rising.
  let rows: [Int32]
  /// Rows of the objects, rising. lvis-api leaves out objects and detections without an area.
  let objects: [Int32]
  /// Of every row: ignored where it is unmatched, since not all objects of its category are annotated on its image.
  let excused: Column<Bool>
  /// Rows left out, those of unlisted categories not counted.
  let dropped: Int

  init(_ records: Records, work: Work) throws(EvaluationError) {
    let images = records.groundTruth.images
    let negative = try Self.keys(records, images.negativeCategories, "neg_category_ids")
    let notExhaustive = try Self.keys(records, images.notExhaustiveCategories, "not_exhaustive_category_ids")
    objects = (0..<Int32(clamping: records.objectImages.count)).filter { records.areas[Int($0)] > 0 }
    let known = negative.union(Self.keys(records, objects: objects))
    let isWithinBudget = try Self.budget(records, work: work)
    let count = records.detections.count
    let excused = Column<Bool>(count: count, repeating: false)
    var rows: [Int32] = []
    var unlisted = 0
    for row in 0..<count {
      guard records.detectionCategories[row] >= 0 else {
        unlisted += 1
        continue
      }
      let key = records.key(records.detectionCategories[row], records.detectionImages[row])
      guard isWithinBudget[row], known.contains(key), records.detections.hasArea(row) else { continue }
      excused.start[row] = notExhaustive.contains(key)
      rows.append(Int32(truncatingIfNeeded: row))
    }
    self.rows = rows
    self.excused = excused
    dropped = count - unlisted - rows.count
  }

  /// First of all the best 300 of each image over all categories, stable in file order.
  private static func budget(_ records: Records, work: Work) throws(EvaluationError) -> Column<Bool> {
    let kept = Column<Bool>(count: records.detections.count, repeating: false)
    let order = try ClassOrder(
      rows: StableGrouping.order(by: records.detectionImages, keyCount: records.imageCount, work: work), classOf: nil,
      imageOf: records.detectionImages, classCount: 1, imageCount: records.imageCount,
      scores: records.detections.scores, budget: LVISEvaluation.budget, work: work)
    for place in order.classes[0] { kept.start[Int(order.rows[place])] = true }
    return kept
  }

  private static func keys(_ records: Records, objects: [Int32]) -> Set<Int> {
    var keys: Set<Int> = []
    for row in objects.lazy.map(Int.init) where records.objectImages[row] >= 0 && records.objectCategories[row] >= 0 {
      keys.insert(records.key(records.objectCategories[row], records.objectImages[row]))
    }
    return keys
  }

  /// Categories listed with images, as keys; those that the file does not list are left out.
  private static func keys(
    _ records: Records, _ lists: IDLists?, _ member: String
  ) throws(EvaluationError) -> Set<Int> {
    guard let lists else {
      if records.imageCount == 0 { return [] }
      throw .record(RecordProblem(table: .images, row: 0, member: member, reason: .missing))
    }
    if let row = lists.firstMissing {
      throw .record(RecordProblem(table: .images, row: row, member: member, reason: .missing))
    }
    var keys: Set<Int> = []
    for (rank, row) in records.images.rows.enumerated() {
      for place in lists.range(Int(row)) {
        guard let id = lists.ids.id(place) else { continue }
        let category = records.categories.rank(id)
        if category >= 0 { keys.insert(records.key(category, Int32(truncatingIfNeeded: rank))) }
      }
    }
    return keys
  }
}

extension Records {
  /// A number for a category and an image.
  @inline(__always)
  func key(_ category: Int32, _ image: Int32) -> Int { Int(category) * imageCount + Int(image) }
}

extension DetectionRecords {
  fileprivate func hasArea(_ row: Int) -> Bool { boxes[4 * row + 2] * boxes[4 * row + 3] > 0 }
}
