public import DetectionCore

/// Which score to deploy a detector at: precision, recall and F_β at every threshold "score ≥ s".
///
/// It rests on COCO's matches at one overlap, area all: a detection below a threshold never affects those above it, so one
/// matching serves every threshold. Precision is the raw one: its envelope overstates it and moves the optimum.
public struct ThresholdSweep: Sendable {
  /// The overlap from which a detection is right.
  public var iouThreshold = 0.5
  /// How much more recall weighs than precision.
  public var beta = 1.0
  /// Detections that count per image and class.
  public var maxDetections = 100
  /// Look for the highest threshold with at least this recall.
  public var targetRecall: Double?
  /// Look for the threshold of the greatest recall with at least this precision.
  public var targetPrecision: Double?
  /// Whether the answer holds the curves.
  public var hasCurves = false

  /// F₁ at an overlap of .5, 100 detections.
  public init() {}

  /// Sweeps.
  ///
  /// - Throws: `.parameter`, `.deadlineExceeded`
  public func evaluate(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> SweepResult {
    try evaluate(records, work: Work(deadline: deadline))
  }

  func evaluate(_ records: Records, work: Work) throws(EvaluationError) -> SweepResult {
    try check()
    var parameters = COCOParameters()
    parameters.iouThresholds = [iouThreshold]
    parameters.areaRanges = [AreaRange.coco[0]]
    parameters.maxDetections = [maxDetections]
    let (matches, _) = try COCOEvaluation(parameters).match(records, work: work)
    let count = records.categoryCount
    let curves = Lists<OperatingCurve>(count: count, repeating: OperatingCurve(objects: 0))
    try work.forEach(count) { number in
      let places = matches.order.classes[number]
      curves[number] = OperatingCurve(matches, places: places, objects: matches.totals[number])
      return true
    }
    let rows = (0..<count).map { number in
      let curve = curves[number]
      return SweepResult.ClassRow(
        id: records.categoryID(number), name: records.categoryName(number), objects: matches.totals[number],
        best: curve.best(beta: beta), atRecall: targetRecall.flatMap { curve.at(recall: $0, beta: beta) },
        atPrecision: targetPrecision.flatMap { curve.at(precision: $0, beta: beta) }, curve: hasCurves ? curve : nil)
    }
    let pooled = OperatingCurve(pooling: matches, classes: (0..<count).filter { matches.totals[$0] > 0 })
    return SweepResult(
      perClass: rows, all: pooled.best(beta: beta),
      allAtRecall: targetRecall.flatMap { pooled.at(recall: $0, beta: beta) },
      allAtPrecision: targetPrecision.flatMap { pooled.at(precision: $0, beta: beta) },
      allCurve: hasCurves ? pooled : nil, warnings: RecordWarnings.rows(records) + RecordWarnings.ties(matches))
  }

  private func check() throws(EvaluationError) {
    guard (0...1).contains(iouThreshold) else {
      throw .parameter(name: "iou_threshold", reason: "must be a number from 0 to 1")
    }
    guard beta > 0, beta <= 1e6 else { throw .parameter(name: "beta", reason: "must be above 0 and at most 1000000") }
    guard maxDetections > 0 else { throw .parameter(name: "max_detections", reason: "must be a positive whole number") }
    for (name, target) in [("target_recall", targetRecall), ("target_precision", targetPrecision)] {
      guard let target else { continue }
      guard target > 0, target <= 1 else { throw .parameter(name: name, reason: "must be above 0 and at most 1") }
    }
  }
}
