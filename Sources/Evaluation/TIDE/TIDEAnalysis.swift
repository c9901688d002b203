public import DetectionCore

/// What kinds of errors a detector makes, and how much AP each costs (Bolya et al., «TIDE: A General Toolbox for Identifying
/// Object Detection Errors», 2020), as tidecv 1.0.1 computes it.
///
/// Categories that the file does not list are classes here, as they are in tidecv.
public struct TIDEAnalysis: Sendable {
  /// The overlap from which an object is found.
  public var posThreshold = 0.5
  /// The overlap up to which a detection sees nothing but background.
  public var bgThreshold = 0.1

  /// Detections per image, over all categories. This cap is why ground truth fed as detections can still show misses.
  static let budget = 100

  /// tidecv's thresholds.
  public init() {}

  /// Analyses.
  ///
  /// - Throws: `.parameter`, `.deadlineExceeded`
  public func evaluate(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> TIDEResult {
    try evaluate(records, work: Work(deadline: deadline))
  }

  func evaluate(_ records: Records, work: Work) throws(EvaluationError) -> TIDEResult {
    guard posThreshold > 0, posThreshold <= 1 else {
      throw .parameter(name: "pos_threshold", reason: "must be above 0 and at most 1")
    }
    guard bgThreshold >= 0, bgThreshold <= posThreshold else {
      throw .parameter(name: "bg_threshold", reason: "must be from 0 to pos_threshold")
    }
    let classes = TIDEClasses(records)
    let images = try ImageRows(
      records, detections: (0..<Int32(clamping: records.detections.count)).map { $0 },
      objects: (0..<Int32(clamping: records.objectImages.count)).map { $0 }, budget: Self.budget, work: work)
    let findings = Lists<TIDEImage?>(count: images.count, repeating: nil)
    try work.forEach((images.count + 63) / 64) { block in
      for image in block * 64..<min(images.count, (block + 1) * 64) {
        if image & 7 == 0 && work.deadline.isOver { return false }
        findings[image] = TIDEImage(
          records, classes, detections: images.detections(image), objects: images.objects(image), analysis: self)
      }
      return true
    }
    // Images count in file order: it decides between equal scores.
    let order = records.images.rows.indices.sorted { records.images.rows[$0] < records.images.rows[$1] }
    let run = TIDERun(order.compactMap { findings[$0] }, records, classes)
    return try run.result(work: work, warnings: RecordWarnings.rows(records))
  }
}

/// The kinds of errors, in the order in which tidecv lists them.
public enum TIDEKind: String, Sendable, CaseIterable {
  /// Well placed, wrong category.
  case classification = "Cls"
  /// Right category, badly placed.
  case localization = "Loc"
  /// Neither.
  case both = "Both"
  /// A second detection of a found object.
  case duplicate = "Dupe"
  /// Nothing is there.
  case background = "Bkg"
  /// An object that no error could be repaired to find.
  case missed = "Miss"
}

/// What a TIDE analysis answers.
public struct TIDEResult: Sendable {
  /// AP at `posThreshold` in percent: 101 points, the mean over classes that have an object or a detection.
  public let averagePrecision: Double
  /// How much AP would rise if a kind alone were repaired, in percent, at least 0. These do not add up to 100 − AP.
  public let deltas: [(kind: TIDEKind, value: Double)]
  /// The same for all false detections, their scores set to 0.
  public let falsePositives: Double
  /// The same for all objects that were not found, taken off the count.
  public let falseNegatives: Double
  /// How many errors of each kind there are.
  public let counts: [(kind: TIDEKind, value: Int)]
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]
}

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
