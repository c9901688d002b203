public import DetectionCore

/// Matched detections and counted objects as columns: what accumulating needs, so that shards of images can be matched
/// anywhere. Columns of several shards are put one behind the other; an image must be in one shard only.
public struct MatchColumns: Sendable {
  /// (N): the image of each detection.
  public var images: IDColumn
  /// (N): its category.
  public var categories: IDColumn
  /// (N): its score.
  public var scores: Tensor<Double>
  /// (N, C, A): bit t of chunk c is set where the detection has an object at threshold 16 c + t; C is ⌈T / 16⌉.
  public var matched: Tensor<UInt16>
  /// (N, C, A): likewise, where it is ignored.
  public var ignored: Tensor<UInt16>
  /// (L): categories, each of which may come several times.
  public var countedCategories: IDColumn
  /// (L, A): objects that count in each range.
  public var objectsByRange: Tensor<Int64>
  /// (L): objects that are neither crowd nor ignored.
  public var objects: Tensor<Int64>
  /// (L): detections, those beyond the largest budget included.
  public var detections: Tensor<Int64>
  /// What a reader of the numbers should know of the shard's records.
  public var warnings: [EvaluationWarning] = []

  /// Columns as they were received.
  public init(
    images: IDColumn, categories: IDColumn, scores: Tensor<Double>, matched: Tensor<UInt16>, ignored: Tensor<UInt16>,
    countedCategories: IDColumn, objectsByRange: Tensor<Int64>, objects: Tensor<Int64>, detections: Tensor<Int64>
  ) {
    self.images = images
    self.categories = categories
    self.scores = scores
    self.matched = matched
    self.ignored = ignored
    self.countedCategories = countedCategories
    self.objectsByRange = objectsByRange
    self.objects = objects
    self.detections = detections
  }
}

extension COCOEvaluation {
  /// Matches a shard: the first half of ``evaluate(_:deadline:)``. Categories are always kept apart or joined as
  /// `parameters` say.
  ///
  /// - Throws: as ``evaluate(_:deadline:)``
  public func match(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> MatchColumns {
    try matchColumns(records, work: Work(deadline: deadline))
  }

  func matchColumns(_ records: Records, work: Work) throws(EvaluationError) -> MatchColumns {
    guard parameters.useCategories else {
      throw .parameter(name: "use_categories", reason: "must be true where shards are matched")
    }
    let (matches, objects) = try match(records, work: work)
    let places = matches.order.classes.flatMap { Array($0) }
    let numbers = matches.order.classes.enumerated().flatMap { Array(repeating: $0, count: $1.count) }
    let (chunks, ranges) = (matches.flags.chunkCount, parameters.areaRanges.count)
    func flags(_ column: Column<UInt16>) -> Tensor<UInt16> {
      Tensor(shape: Shape([places.count, chunks, ranges]) ?? Shape(vector: 0)) { target in
        var next = 0
        for place in places {
          for chunk in 0..<chunks {
            for range in 0..<ranges {
              target.initializeElement(at: next, to: column[matches.flags.plane(chunk, range) + place])
              next += 1
            }
          }
        }
      }
    }
    let classes = 0..<records.categoryCount
    let totals = Shape([classes.count, ranges]).flatMap { Tensor(shape: $0, elements: matches.totals.map(Int64.init)) }
    var columns = MatchColumns(
      images: records.images.column(places.map { matches.images[$0] }),
      categories: records.categories.column(numbers.map { Int32(truncatingIfNeeded: $0) }),
      scores: Tensor(places.map { matches.scores[$0] }), matched: flags(matches.flags.matched),
      ignored: flags(matches.flags.ignored),
      countedCategories: records.categories.column(classes.map { Int32(truncatingIfNeeded: $0) }),
      objectsByRange: totals ?? Tensor([]), objects: Tensor(objects.ordinary.map(Int64.init)),
      detections: Tensor(matches.order.counts.map(Int64.init)))
    columns.warnings = RecordWarnings.rows(records) + RecordWarnings.marks(records, parameters)
    return columns
  }
}

extension IDIndex {
  /// The ids of ranks, as a column of their own.
  func column(_ ranks: [Int32]) -> IDColumn {
    if texts.isEmpty { return .integers(Tensor(ranks.map { integers[Int($0)] })) }
    if integers.isEmpty { return .texts(places: Tensor(ranks), table: texts) }
    return .mixed(ranks.map { id(Int($0)) })
  }
}
