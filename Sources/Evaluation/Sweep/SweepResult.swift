import DetectionCore

/// What a sweep answers.
public struct SweepResult: Sendable {
  /// One row per category, ascending by id.
  public let perClass: [ClassRow]
  /// The best common threshold of all categories that have objects, pooled; `nil` without objects or detections.
  public let all: OperatingPoint?
  /// The common threshold with the recall asked for.
  public let allAtRecall: OperatingPoint?
  /// The common threshold with the precision asked for.
  public let allAtPrecision: OperatingPoint?
  /// The pooled curve, if asked for.
  public let allCurve: OperatingCurve?
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]

  /// One category.
  public struct ClassRow: Sendable {
    /// Its id.
    public let id: RecordID
    /// Its name, if the file gives one.
    public let name: String?
    /// Objects that are neither crowd nor ignored.
    public let objects: Int
    /// The greatest F_β, at the highest threshold among equals; `nil` without objects or detections.
    public let best: OperatingPoint?
    /// The highest threshold with the recall asked for; `nil` if none has it.
    public let atRecall: OperatingPoint?
    /// The lowest threshold with the precision asked for; `nil` if none has it.
    public let atPrecision: OperatingPoint?
    /// The whole curve, if asked for.
    public let curve: OperatingCurve?
  }
}
