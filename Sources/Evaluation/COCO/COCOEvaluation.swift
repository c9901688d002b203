public import DetectionCore

/// COCO's evaluation of boxes (Lin et al., «Microsoft COCO», 2014), as pycocotools 2.0.11 computes it: precision, recall and
/// scores equal to the bit, means to 10⁻¹².
public struct COCOEvaluation: Sendable {
  /// What to compute.
  public var parameters: COCOParameters
  /// How many numbers the arrays may hold in all; `nil` for no arrays.
  public var arrayLimit: Int?
  /// The overlap from which a detection has an object in the answer image by image; `nil` for no such answer.
  public var matchThreshold: Double?
  /// Whether the answer has a summary for each value of the images' attribute.
  public var slicesByAttribute = false

  /// An evaluation with pycocotools' parameters, unless others are given.
  public init(_ parameters: COCOParameters = COCOParameters(), arrayLimit: Int? = nil, matchThreshold: Double? = nil) {
    self.parameters = parameters
    self.arrayLimit = arrayLimit
    self.matchThreshold = matchThreshold
  }

  /// Evaluates. No bit of the answer depends on the number of threads.
  ///
  /// - Throws: `.parameter`, `.record` if an image has no size and ranges are fractions of it, `.answerTooLarge`,
  ///   `.deadlineExceeded`
  public func evaluate(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> COCOResult {
    try evaluate(records, work: Work(deadline: deadline))
  }

  func evaluate(_ records: Records, work: Work) throws(EvaluationError) -> COCOResult {
    let (matches, objects) = try match(records, work: work)
    let accumulation = try Accumulation(matches, parameters: parameters, arrayLimit: arrayLimit, work: work)
    let rows = parameters.useCategories ? classRows(records, matches, objects, accumulation) : []
    let perImage: PerImageMatches? =
      if let matchThreshold { try PerImageMatches(records, parameters, threshold: matchThreshold, work: work) } else {
        nil
      }
    return COCOResult(
      summary: Self.summary(accumulation.classes, parameters), perClass: rows, counts: records.counts,
      warnings: RecordWarnings.rows(records) + RecordWarnings.marks(records, parameters)
        + RecordWarnings.ties(matches, work: work) + RecordWarnings.emptyCategories(rows),
      arrays: accumulation.arrays, perImage: perImage,
      slices: slicesByAttribute ? try ImageSlice.all(records, matches, objects, parameters, work: work) : [],
      parameters: parameters)
  }

  /// Matches all detections at all thresholds.
  func match(_ records: Records, work: Work) throws(EvaluationError) -> (Matches, ObjectCells) {
    try parameters.check()
    try records.checkSizes(areNeeded: parameters.usesImageFractions)
    let grouping = Grouping(records, byCategory: parameters.useCategories, work: work)
    let objects = ObjectCells(
      records, grouping: grouping, ranges: parameters.areaRanges,
      rule: parameters.honoursIgnore ? .crowdAndIgnore : .crowd, work: work)
    let rules = Matches.Rules(
      thresholds: parameters.iouThresholds, ranges: parameters.areaRanges, budget: parameters.largestBudget,
      lostObject: parameters.losesIDZero ? records.objectWithIDZero : nil)
    return (try Matches(records, grouping, objects: objects, rules: rules, work: work), objects)
  }

  static func summary(_ classes: [ClassAverages?], _ parameters: COCOParameters) -> [NamedNumber] {
    SummaryLine.all(parameters).map {
      NamedNumber($0.name, $0.mean(classes, thresholds: parameters.iouThresholds))
    }
  }

  private func classRows(
    _ records: Records, _ matches: Matches, _ objects: ObjectCells, _ accumulation: Accumulation
  ) -> [COCOResult.ClassRow] {
    (0..<records.categoryCount).map { number in
      COCOResult.ClassRow(
        id: records.categoryID(number), name: records.categoryName(number),
        numbers: Self.classNumbers(accumulation.classes[number], parameters), objects: objects.ordinary[number],
        detections: matches.order.counts[number])
    }
  }

  /// AP, AP50, AP75, AP of every other range, AR at the largest budget.
  static func classNumbers(_ averages: ClassAverages?, _ parameters: COCOParameters) -> [NamedNumber] {
    let lines = SummaryLine.all(parameters)
    let thresholds = parameters.iouThresholds
    func number(_ line: SummaryLine, _ name: String) -> NamedNumber {
      NamedNumber(name, averages.map { line.value($0, thresholds: thresholds) } ?? -1)
    }
    let precisions = lines.filter { if case .precision = $0.measure { true } else { false } }
    let recall = SummaryLine(
      name: "AR", measure: .recall(budget: parameters.budgets.count - 1), range: lines.first?.range, rangeName: "all")
    return precisions.map { number($0, $0.name) } + [number(recall, "AR")]
  }
}

extension Records {
  /// Every image has a width and a height above 0, if ranges are fractions of it.
  func checkSizes(areNeeded: Bool) throws(EvaluationError) {
    guard areNeeded else { return }
    for row in 0..<groundTruth.images.ids.count {
      let sizes = groundTruth.images.sizes
      for (column, member) in ["width", "height"].enumerated() where !((sizes?[2 * row + column] ?? 0) > 0) {
        throw .record(RecordProblem(table: .images, row: row, member: member, reason: .missing))
      }
    }
  }
}
