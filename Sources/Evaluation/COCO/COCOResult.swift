/// What COCO's evaluation answers.
public struct COCOResult: Sendable {
  /// AP, AP50, AP75, APs, APm, APl, AR1, AR10, AR100, ARs, ARm, ARl; with other budgets `AR300`, with other ranges `AP_tiny`,
  /// `AR_tiny`.
  public let summary: [NamedNumber]
  /// One row per category, ascending by id; empty where categories are not kept apart.
  public let perClass: [ClassRow]
  /// How many of each were evaluated, and how many left out.
  public let counts: EvaluationCounts
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]
  /// The arrays behind the numbers, if asked for.
  public let arrays: COCOArrays?
  /// Which object each detection has, image by image, if asked for.
  public let perImage: PerImageMatches?
  /// The summary of the images of each value of an attribute, if asked for, ascending by value.
  public let slices: [ImageSlice]
  let parameters: COCOParameters

  /// The summary in the field's known lines.
  public var text: String { SummaryText.text(summary, parameters) }

  /// One category.
  public struct ClassRow: Equatable, Sendable {
    /// Its id.
    public let id: RecordID
    /// Its name, if the file gives one.
    public let name: String?
    /// AP, AP50, AP75, AP of every other range, and AR at the largest budget.
    public let numbers: [NamedNumber]
    /// Objects that are neither crowd nor ignored. If there are none, every number is −1.
    public let objects: Int
    /// Detections, those beyond the budgets included.
    public let detections: Int
  }
}

extension Records {
  /// How many records take part, and how many were left out.
  public var counts: EvaluationCounts {
    EvaluationCounts(
      images: groundTruth.images.total ?? imageCount, objects: groundTruth.objects.count - dropped.objects,
      detections: detections.count - dropped.detectionsOfUnlistedCategories, droppedObjects: dropped.objects,
      droppedDetections: dropped.detectionsOfUnlistedCategories)
  }
}
