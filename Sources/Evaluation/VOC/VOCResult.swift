import DetectionCore

/// What VOC's evaluation answers.
public struct VOCResult: Sendable {
  /// The mean over the classes that have objects; −1 if none has.
  public let meanAveragePrecision: Double
  /// One row per category, ascending by id.
  public let perClass: [ClassRow]
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]

  /// One category.
  public struct ClassRow: Equatable, Sendable {
    /// Its id.
    public let id: RecordID
    /// Its name, if the file gives one.
    public let name: String?
    /// AP; −1 without objects.
    public let averagePrecision: Double
    /// Objects that are not difficult.
    public let objects: Int
  }
}
