/// What COCO's evaluation can be asked for. The defaults are pycocotools'.
public struct COCOParameters: Equatable, Sendable {
  /// Overlaps from which a detection is right: .5, .55, … .95.
  public var iouThresholds = Linspace.values(from: 0.5, through: 0.95, count: 10)
  /// Recalls at which precision is read: 0, .01, … 1.
  public var recallPoints = Linspace.values(from: 0, through: 1, count: 101)
  /// Budgets: how many detections count per image and class.
  public var maxDetections = [1, 10, 100]
  /// Ranges of the objects' areas.
  public var areaRanges = AreaRange.coco
  /// Whether categories are kept apart. If not, all of an image's objects and detections are one class.
  public var useCategories = true
  /// Whether objects marked `ignore` are left out as crowds are. pycocotools overwrites that mark.
  public var honoursIgnore = false
  /// Whether a match with an object of id 0 counts as none, as it does in pycocotools.
  public var losesIDZero = false

  /// The defaults.
  public init() {}

  /// Limits that keep the work within reason, and what no threshold can be.
  func check() throws(EvaluationError) {
    try Self.check("iou_thresholds", iouThresholds, count: 1...1000, within: 0...1)
    try Self.check("recall_points", recallPoints, count: 1...10_001, within: 0...1)
    // Each names a number of the summary.
    guard (1...100).contains(maxDetections.count), maxDetections.allSatisfy({ $0 > 0 }),
      Set(maxDetections).count == maxDetections.count
    else {
      throw .parameter(name: "max_detections", reason: "must be 1 to 100 different positive whole numbers")
    }
    guard (1...64).contains(areaRanges.count), Set(areaRanges.map(\.name)).count == areaRanges.count else {
      throw .parameter(name: "area_ranges", reason: "must be 1 to 64 ranges of different names")
    }
    guard areaRanges.allSatisfy({ $0.low <= $0.high && $0.low.isFinite && $0.high.isFinite }) else {
      throw .parameter(name: "area_ranges", reason: "must be [low, high] with low ≤ high")
    }
  }

  private static func check(
    _ name: String, _ values: [Double], count: ClosedRange<Int>, within range: ClosedRange<Double>
  ) throws(EvaluationError) {
    guard count.contains(values.count), values.allSatisfy(range.contains) else {
      throw .parameter(
        name: name,
        reason:
          "must be \(count.lowerBound) to \(count.upperBound) numbers from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// The budgets in ascending order, as pycocotools sorts them before use.
  var budgets: [Int] { maxDetections.sorted() }
  var largestBudget: Int { maxDetections.max() ?? 0 }
  /// Whether some range is in fractions of the image, whose size is then needed.
  public var usesImageFractions: Bool { areaRanges.contains { $0.unit == .imageFraction } }
}
