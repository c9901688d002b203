/// What a comparison answers.
public struct ComparisonResult: Sendable {
  /// COCO's numbers.
  public let summary: [ComparedNumber]
  /// One row per category, ascending by id.
  public let perClass: [ClassRow]
  /// How many samples were drawn.
  public let samples: Int
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]

  /// One category.
  public struct ClassRow: Sendable {
    /// Its id.
    public let id: RecordID
    /// Its name, if the file gives one.
    public let name: String?
    /// Its AP.
    public let averagePrecision: ComparedNumber
  }
}
