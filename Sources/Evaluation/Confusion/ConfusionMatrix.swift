public import DetectionCore

/// Which category is taken for which, by the rules of ultralytics 8.4.
///
/// Detections above the score, all categories of an image together by falling score; each takes the free object of any category
/// that it overlaps most, if by more than the threshold. Crowds are left out.
public struct ConfusionMatrix: Sendable {
  /// Detections count above this score.
  public var scoreThreshold = 0.25
  /// A detection takes an object that it overlaps by more than this.
  public var iouThreshold = 0.45
  /// How many numbers the matrix may hold.
  public var elementLimit = 1 << 26

  /// ultralytics' thresholds.
  public init() {}

  /// Counts.
  ///
  /// - Throws: `.parameter`, `.answerTooLarge`, `.deadlineExceeded`
  public func evaluate(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> ConfusionResult {
    try evaluate(records, work: Work(deadline: deadline))
  }

  func evaluate(_ records: Records, work: Work) throws(EvaluationError) -> ConfusionResult {
    guard (0...1).contains(iouThreshold) else {
      throw .parameter(name: "iou_threshold", reason: "must be a number from 0 to 1")
    }
    guard scoreThreshold.isFinite else { throw .parameter(name: "score_threshold", reason: "must be a finite number") }
    let size = records.categoryCount + 1
    guard let shape = Shape([size, size]), shape.count <= elementLimit else {
      let (elements, overflow) = size.multipliedReportingOverflow(by: size)
      throw .answerTooLarge(elements: overflow ? .max : elements, limit: elementLimit)
    }
    let images = try ImageRows(
      records, detections: listed(records), objects: objects(records), budget: .max, work: work)
    let claims = Column<Int32>(count: records.detections.count, repeating: -1)
    let isClaimed = Column<Bool>(count: records.groundTruth.objects.count, repeating: false)
    try work.forEach((images.count + 63) / 64) { block in
      for image in block * 64..<min(images.count, (block + 1) * 64) {
        let isDone = claim(records, images.detections(image), images.objects(image), claims, isClaimed, work.deadline)
        guard isDone else { return false }
      }
      return true
    }
    let background = records.categoryCount
    var matrix = [Int64](repeating: 0, count: shape.count)
    for image in 0..<images.count {
      for row in images.detections(image) {
        let object = claims[Int(row)]
        let column = object < 0 ? background : Int(records.objectCategories[Int(object)])
        matrix[Int(records.detectionCategories[Int(row)]) * size + column] += 1
      }
      for row in images.objects(image) where !isClaimed[Int(row)] {
        matrix[background * size + Int(records.objectCategories[Int(row)])] += 1
      }
    }
    return ConfusionResult(
      categoryIDs: (0..<background).map(records.categoryID),
      matrix: Tensor(shape: shape, elements: matrix) ?? Tensor([]),
      warnings: RecordWarnings.rows(records))
  }

  /// Rows of listed categories above the score.
  private func listed(_ records: Records) -> [Int32] {
    (0..<Int32(clamping: records.detections.count)).filter {
      records.detectionCategories[Int($0)] >= 0 && records.detections.scores[Int($0)] > scoreThreshold
    }
  }

  private func objects(_ records: Records) -> [Int32] {
    (0..<Int32(clamping: records.objectImages.count)).filter {
      records.objectImages[Int($0)] >= 0 && records.objectCategories[Int($0)] >= 0
        && (records.groundTruth.objects.crowd?[Int($0)] ?? 0) == 0
    }
  }

  /// One image's detections take their objects; false if the time was over.
  private func claim(
    _ records: Records, _ detections: ArraySlice<Int32>, _ objects: ArraySlice<Int32>, _ claims: Column<Int32>,
    _ isClaimed: Column<Bool>, _ deadline: Deadline
  ) -> Bool {
    records.withBoxes { boxes, objectBoxes in
      let candidates = objects.map { OverlapBox(objectBoxes, Int($0)) }
      var overlaps = 0
      for row in detections {
        overlaps += candidates.count
        if overlaps > 1 << 20 {
          if deadline.isOver { return false }
          overlaps = 0
        }
        let detection = OverlapBox(boxes, Int(row))
        var (best, largest): (Int32?, Double) = (nil, iouThreshold)
        for (object, candidate) in zip(objects, candidates) where !isClaimed[Int(object)] {
          let overlap = detection.overlap(candidate)
          if overlap > largest { (best, largest) = (object, overlap) }
        }
        guard let best else { continue }
        claims.start[Int(row)] = best
        isClaimed.start[Int(best)] = true
      }
      return true
    } ?? true
  }
}
