import DetectionCore

/// Classes by number: the listed categories by rank, then the unlisted ones as they appear.
struct TIDEClasses: Sendable {
  let count: Int
  let objects: Column<Int32>
  let detections: Column<Int32>

  init(_ records: Records) {
    var unlisted: [RecordID: Int32] = [:]
    let listed = records.categoryCount
    func numbers(_ ranks: Column<Int32>, _ ids: IDColumn) -> Column<Int32> {
      let numbers = Column<Int32>(uninitialized: ranks.count)
      for row in 0..<ranks.count {
        numbers.start[row] = ranks[row]
        guard ranks[row] < 0, let id = ids.id(row) else { continue }
        let next = Int32(clamping: listed + unlisted.count)
        let number = unlisted[id] ?? next
        unlisted[id] = number
        numbers.start[row] = number
      }
      return numbers
    }
    objects = numbers(records.objectCategories, records.groundTruth.objects.categories)
    detections = numbers(records.detectionCategories, records.detections.categories)
    count = listed + unlisted.count
  }
}
