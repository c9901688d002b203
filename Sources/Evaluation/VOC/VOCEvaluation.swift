public import DetectionCore

/// Pascal VOC's evaluation (Everingham et al., «The Pascal Visual Object Classes Challenge», 2010).
///
/// Per class all detections of all images in one list by falling score, equal scores in file order, without a budget. Each is
/// compared with the object of its image and class that it overlaps most, also one that is difficult or already taken: a
/// difficult one leaves it out, a free one makes it true, a taken one makes it false. COCO would try the next best.
public struct VOCEvaluation: Sendable {
  /// The overlap from which an object is found.
  public var iouThreshold = 0.5
  /// Whether the overlap must be above the threshold (py-faster-rcnn's `voc_eval`), or may equal it (the development kit, mmdet).
  public var isStrict = false
  /// Added to widths and heights: 1 where corners are inclusive pixels (the development kit), 0 for plain geometry.
  public var pixelOffset = 1.0
  /// How precision is averaged.
  public var interpolation = Interpolation.all

  /// Ways of averaging precision.
  public enum Interpolation: String, Sendable, CaseIterable {
    /// VOC 2010 and later: the area under the monotone curve.
    case all
    /// VOC 2007: the mean of eleven points.
    case elevenPoints = "11-point"
  }

  /// The development kit's parameters.
  public init() {}

  /// Evaluates.
  ///
  /// - Throws: `.parameter`, `.deadlineExceeded`
  public func evaluate(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> VOCResult {
    try evaluate(records, work: Work(deadline: deadline))
  }

  func evaluate(_ records: Records, work: Work) throws(EvaluationError) -> VOCResult {
    guard iouThreshold > 0, iouThreshold <= 1 else {
      throw .parameter(name: "iou_threshold", reason: "must be above 0 and at most 1")
    }
    guard pixelOffset >= 0, pixelOffset <= 1 else {
      throw .parameter(name: "pixel_offset", reason: "must be a number from 0 to 1")
    }
    let matcher = VOCMatcher(records, self)
    let count = records.categoryCount
    let precisions = Column<Double>(count: count, repeating: -1)
    let blocks = ClassBlocks(matcher.starts)
    try work.forEach(blocks.count) { block in
      for number in blocks[block] where matcher.positives[number] > 0 {
        guard let outcomes = matcher.outcomes(number, deadline: work.deadline) else { return false }
        precisions.start[number] = averagePrecision(outcomes, positives: matcher.positives[number])
      }
      return true
    }
    let rows = (0..<count).map { number in
      VOCResult.ClassRow(
        id: records.categoryID(number), name: records.categoryName(number), averagePrecision: precisions[number],
        objects: matcher.positives[number])
    }
    let judged = rows.filter { $0.objects > 0 }
    let sum = judged.reduce(0) { $0 + $1.averagePrecision }
    return VOCResult(
      meanAveragePrecision: judged.isEmpty ? -1 : sum / Double(judged.count), perClass: rows,
      warnings: RecordWarnings.rows(records))
  }

  /// - Parameter outcomes: of the detections that are not left out, by falling score, whether each is true
  func averagePrecision(_ outcomes: [Bool], positives: Int) -> Double {
    var (recall, precision): ([Double], [Double]) = ([], [])
    var truths = 0
    for (place, isTrue) in outcomes.enumerated() {
      if isTrue { truths += 1 }
      recall.append(Double(truths) / Double(positives))
      precision.append(Double(truths) / Double(place + 1))
    }
    for place in precision.indices.dropLast().reversed() {
      precision[place] = max(precision[place], precision[place + 1])
    }
    switch interpolation {
    case .all:
      // Σ Δrecall · precision. Recall stays where a detection is false, so those bring nothing.
      var (sum, last) = (0.0, 0.0)
      for place in recall.indices where recall[place] != last {
        sum += (recall[place] - last) * precision[place]
        last = recall[place]
      }
      return sum
    case .elevenPoints:
      // The points are products i · 0.1: 3, 6 and 7 are a bit above .3, .6 and .7.
      var sum = 0.0
      for point in 0...10 {
        sum += recall.firstIndex { $0 >= Double(point) * 0.1 }.map { precision[$0] } ?? 0
      }
      return sum / 11
    }
  }
}
