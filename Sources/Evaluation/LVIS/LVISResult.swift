import DetectionCore

/// What LVIS' evaluation answers.
public struct LVISResult: Sendable {
  /// AP, AP50, AP75, APs, APm, APl, those of rare, common and frequent categories (APr, APc, APf), AR@300, ARs@300, ARm@300,
  /// ARl@300.
  public let summary: [NamedNumber]
  /// One row per category, ascending by id. Its detections are those that were judged.
  public let perClass: [COCOResult.ClassRow]
  /// How many records were evaluated.
  public let counts: EvaluationCounts
  /// Detections that were not judged: beyond the best 300 of their image, of a category about which nothing is known there, or
  /// without an area.
  public let unjudgedDetections: Int
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]
}
