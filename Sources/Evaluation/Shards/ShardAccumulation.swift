public import DetectionCore

/// COCO's answer from matched shards, equal to the bit to that of all records at once.
public struct ShardAccumulation: Sendable {
  /// The parameters with which the shards were matched.
  public var parameters: COCOParameters
  /// How many numbers the arrays may hold in all; `nil` for no arrays.
  public var arrayLimit: Int?
  /// (S, 5): of each shard the images, objects and detections that took part, and the objects and detections left out;
  /// `nil`: the answer's counts are what the columns show.
  public var shardCounts: Tensor<Int64>?

  /// An accumulation with the parameters of the shards.
  public init(_ parameters: COCOParameters = COCOParameters(), arrayLimit: Int? = nil) {
    self.parameters = parameters
    self.arrayLimit = arrayLimit
  }

  /// Accumulates.
  ///
  /// - Throws: `.parameter`, `.columnLength` where columns do not fit each other or the parameters, `.record` for a category
  ///   without counts, a count that cannot be, or a score that is not finite, `.answerTooLarge`, `.deadlineExceeded`
  public func accumulate(_ columns: MatchColumns, deadline: Deadline = .never) throws(EvaluationError) -> COCOResult {
    try accumulate(columns, work: Work(deadline: deadline))
  }

  func accumulate(_ columns: MatchColumns, work: Work) throws(EvaluationError) -> COCOResult {
    try parameters.check()
    try check(columns)
    let shards = try Shards(columns, parameters, work: work)
    let accumulation = try Accumulation(shards.matches, parameters: parameters, arrayLimit: arrayLimit, work: work)
    let rows = (0..<shards.categories.count).map { number in
      COCOResult.ClassRow(
        id: shards.categories.id(number), name: nil,
        numbers: COCOEvaluation.classNumbers(accumulation.classes[number], parameters), objects: shards.objects[number],
        detections: shards.detections[number])
    }
    let counts =
      shardCounts.map(Self.sum)
      ?? EvaluationCounts(
        images: shards.imageCount, objects: shards.objects.reduce(0, +), detections: shards.detections.reduce(0, +),
        droppedObjects: 0, droppedDetections: 0)
    return COCOResult(
      summary: COCOEvaluation.summary(accumulation.classes, parameters), perClass: rows, counts: counts,
      warnings: RecordWarnings.ties(shards.matches) + RecordWarnings.emptyCategories(rows),
      arrays: accumulation.arrays, perImage: nil, slices: [], parameters: parameters)
  }

  private static func sum(_ counts: Tensor<Int64>) -> EvaluationCounts {
    let sums = (0..<5).map { place in
      // Counts are at most 2⁴⁰.
      stride(from: place, to: counts.count, by: 5).reduce(0) { $0 + Int(counts[$1]) }
    }
    return EvaluationCounts(
      images: sums[0], objects: sums[1], detections: sums[2], droppedObjects: sums[3], droppedDetections: sums[4])
  }

  private func check(_ columns: MatchColumns) throws(EvaluationError) {
    let (rows, listed, ranges) = (columns.images.count, columns.countedCategories.count, parameters.areaRanges.count)
    let words = (parameters.iouThresholds.count + MatchFlags.chunkSize - 1) / MatchFlags.chunkSize * ranges
    let lengths: [(String, Int, Int)] = [
      ("categories", columns.categories.count, rows), ("scores", columns.scores.count, rows),
      ("matched", columns.matched.count, rows * words), ("ignored", columns.ignored.count, rows * words),
      ("objects_by_range", columns.objectsByRange.count, listed * ranges), ("objects", columns.objects.count, listed),
      ("detections", columns.detections.count, listed), ("images", rows, min(rows, Int(Int32.max))),
    ]
    for (name, found, expected) in lengths where found != expected {
      throw .columnLength(table: .detections, member: name, expected: expected, found: found)
    }
    if let row = columns.scores.withElements({ $0.firstIndex { !$0.isFinite } }) {
      throw .record(RecordProblem(table: .detections, row: row, member: "scores", reason: .notFinite))
    }
    for (name, column) in [
      ("objects_by_range", columns.objectsByRange), ("objects", columns.objects), ("detections", columns.detections),
      ("shard_counts", shardCounts ?? Tensor([])),
    ] {
      // So many shards that the sum overflows cannot be.
      guard let place = column.withElements({ $0.firstIndex { !(0...1 << 40 ~= $0) } }) else { continue }
      throw .record(
        RecordProblem(
          table: .detections, row: place / (column.shape.rank > 1 ? max(column.shape[1], 1) : 1), member: name,
          reason: .negativeSize))
    }
  }
}

/// The columns of shards, put in the order in which COCO walks them.
private struct Shards: Sendable {
  let matches: Matches
  let categories: IDIndex
  let imageCount: Int
  let objects: [Int]
  let detections: [Int]

  init(_ columns: MatchColumns, _ parameters: COCOParameters, work: Work) throws(EvaluationError) {
    let categories = IDIndex(columns.countedCategories)
    let images = IDIndex(columns.images.distinct)
    let classOf = try categories.ranks(columns.categories, work: work)
    let imageOf = try images.ranks(columns.images, work: work)
    for (member, ranks) in [("categories", classOf), ("images", imageOf)] {
      guard let row = (0..<ranks.count).first(where: { ranks[$0] < 0 }) else { continue }
      throw .record(RecordProblem(table: .detections, row: row, member: member, reason: .missing))
    }
    let ranges = parameters.areaRanges.count
    let listed = try categories.ranks(columns.countedCategories, work: work)
    func sums(_ column: Tensor<Int64>, width: Int) -> [Int] {
      var sums = [Int](repeating: 0, count: categories.count * width)
      for row in 0..<listed.count {
        for place in 0..<width { sums[Int(listed[row]) * width + place] += Int(column[row * width + place]) }
      }
      return sums
    }
    let rows = StableGrouping.order(
      StableGrouping.order(by: imageOf, keyCount: images.count, work: work), by: classOf, keyCount: categories.count,
      work: work)
    let order = try ClassOrder(
      rows: rows, classOf: classOf, imageOf: imageOf, classCount: categories.count, imageCount: max(images.count, 1),
      scores: columns.scores, budget: parameters.largestBudget, work: work)
    matches = try Matches(
      order, imageOf: imageOf, columns: columns, parameters: parameters,
      totals: sums(columns.objectsByRange, width: ranges), work: work)
    objects = sums(columns.objects, width: 1)
    detections = sums(columns.detections, width: 1)
    (self.categories, imageCount) = (categories, images.count)
  }
}

extension Matches {
  /// Matches that were made elsewhere.
  fileprivate init(
    _ order: ClassOrder, imageOf: Column<Int32>, columns: MatchColumns, parameters: COCOParameters, totals: [Int],
    work: Work
  ) throws(EvaluationError) {
    let places = order.rows.count
    let ranges = parameters.areaRanges.count
    let flags = MatchFlags(places: places, rangeCount: ranges, thresholdCount: parameters.iouThresholds.count)
    let (images, scores) = (Column<Int32>(uninitialized: places), Column<Double>(uninitialized: places))
    try work.forBlocks(places, of: 1 << 14) { block in
      for place in block {
        let row = Int(order.rows[place])
        images.start[place] = imageOf[row]
        scores.start[place] = columns.scores[row]
        for chunk in 0..<flags.chunkCount {
          for range in 0..<ranges {
            let (word, source) = (flags.plane(chunk, range) + place, (row * flags.chunkCount + chunk) * ranges + range)
            flags.matched.start[word] = columns.matched[source] & flags.all(chunk)
            flags.ignored.start[word] = columns.ignored[source] & flags.all(chunk)
          }
        }
      }
    }
    (self.order, self.images, self.scores, self.flags, self.totals) = (order, images, scores, flags, totals)
    partners = nil
  }
}

extension IDColumn {
  /// Each id once.
  var distinct: IDColumn {
    switch self {
    case .integers(let ids): .integers(Tensor(ids.withElements { Array(Set($0)) }))
    case .texts(_, let table): IDColumn(Array(Set(table.map(RecordID.text))))
    case .mixed(let ids): IDColumn(Array(Set(ids)))
    }
  }
}
