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
