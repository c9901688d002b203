import DetectionCore

/// How objects and detections are put into classes: by category, or all into one.
struct Grouping: Sendable {
  let classCount: Int
  /// The class of each object's row; `nil` if there is one class.
  let objectClasses: Column<Int32>?
  let detectionClasses: Column<Int32>?
  /// Rows by class, image and file order.
  let objectRows: [Int32]
  let detectionRows: [Int32]

  /// Without categories an image's rows are joined in ascending category order, in file order within one; rows of unlisted
  /// categories stay out.
  ///
  /// - Parameters:
  ///   - byCategory: whether categories are kept apart
  ///   - detections: the rows that take part, in the order in which equal scores are to stay; `nil` for all
  ///   - objects: likewise of objects
  init(
    _ records: Records, byCategory: Bool, detections: [Int32]? = nil, objects: [Int32]? = nil, work: Work
  ) {
    let (images, categories) = (records.imageCount, records.categoryCount)
    func order(_ rows: [Int32]?, _ imageOf: Column<Int32>, _ categoryOf: Column<Int32>) -> [Int32] {
      let (first, second) = byCategory ? (imageOf, categoryOf) : (categoryOf, imageOf)
      let (few, many) = byCategory ? (images, categories) : (categories, images)
      return StableGrouping.order(
        StableGrouping.order(rows, by: first, keyCount: few, work: work), by: second, keyCount: many, work: work)
    }
    classCount = byCategory ? categories : min(categories, 1)
    objectClasses = byCategory ? records.objectCategories : nil
    detectionClasses = byCategory ? records.detectionCategories : nil
    objectRows = order(objects, records.objectImages, records.objectCategories)
    detectionRows = order(detections, records.detectionImages, records.detectionCategories)
  }
}
