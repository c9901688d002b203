public import DetectionCore

/// Ground truth and detections, checked, their ids turned into ranks: what every evaluation starts from.
///
/// Images and categories are ordered by ascending id, so the file order of neither has an effect on COCO's numbers. An object
/// whose image or category the file does not list is left out, as is a detection of an unlisted category; a detection on an
/// unlisted image is an error.
public struct Records: Sendable {
  /// The ground truth as given.
  public let groundTruth: GroundTruthRecords
  /// The detections as given.
  public let detections: DetectionRecords
  let images: IDIndex
  let categories: IDIndex
  /// The rank of each object's image, −1 for an unlisted one.
  let objectImages: Column<Int32>
  let objectCategories: Column<Int32>
  let detectionImages: Column<Int32>
  let detectionCategories: Column<Int32>
  /// What was left out.
  public let dropped: DroppedRows
  /// Areas of the objects, w·h where the file gives none.
  let areas: Tensor<Double>
  /// The first object whose own id is the integer 0.
  let objectWithIDZero: Int?

  /// Checks the columns and looks up every id.
  ///
  /// - Throws: `EvaluationError.record` with the first row that is wrong, tables in the order images, categories,
  ///   annotations, detections; `.columnLength`; `.deadlineExceeded`
  public init(
    groundTruth: GroundTruthRecords, detections: DetectionRecords, deadline: Deadline = .never
  ) throws(EvaluationError) {
    try self.init(groundTruth: groundTruth, detections: detections, work: Work(deadline: deadline))
  }

  init(groundTruth: GroundTruthRecords, detections: DetectionRecords, work: Work) throws(EvaluationError) {
    try RecordChecks.check(groundTruth, detections, work: work)
    self.groundTruth = groundTruth
    self.detections = detections
    let objects = groundTruth.objects
    images = IDIndex(groundTruth.images.ids)
    categories = IDIndex(groundTruth.categories.ids)
    objectWithIDZero = try RecordChecks.objectIDs(objects.ids)
    objectImages = try images.ranks(objects.images, work: work)
    objectCategories = try categories.ranks(objects.categories, work: work)
    detectionImages = try images.ranks(detections.images, work: work)
    detectionCategories = try categories.ranks(detections.categories, work: work)
    try RecordChecks.images(of: detections, ranks: detectionImages, listed: images)
    areas = objects.areas ?? objects.boxes.sizes
    dropped = DroppedRows(
      objectImages: objectImages, objectCategories: objectCategories, detectionCategories: detectionCategories)
  }

  /// How many images there are.
  public var imageCount: Int { images.count }
  /// How many categories there are.
  public var categoryCount: Int { categories.count }

  /// The id of the image of a rank, counting by ascending id.
  public func imageID(_ rank: Int) -> RecordID { images.id(rank) }
  /// The id of the category of a rank, counting by ascending id.
  public func categoryID(_ rank: Int) -> RecordID { categories.id(rank) }

  /// The name of the category of a rank; `nil` if the file gives none.
  public func categoryName(_ rank: Int) -> String? {
    let names = groundTruth.categories.names
    let row = Int(categories.rows[rank])
    return names.indices.contains(row) ? names[row] : nil
  }
}

extension Tensor<Double> {
  /// Of boxes as x, y, w, h: w · h of each.
  var sizes: Tensor<Double> {
    Tensor(shape: Shape(vector: count / 4)) { target in
      withElements { boxes in
        for row in 0..<count / 4 { target.initializeElement(at: row, to: boxes[4 * row + 2] * boxes[4 * row + 3]) }
      }
    }
  }
}
