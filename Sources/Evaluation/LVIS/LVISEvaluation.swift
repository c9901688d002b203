public import DetectionCore

/// LVIS' evaluation of boxes (Gupta et al., «LVIS: A Dataset for Large Vocabulary Instance Segmentation», 2019), as lvis-api
/// 0.5.3 computes it.
///
/// Not every category is annotated in every image. A detection of a category that has no object on the image, and is not among
/// those verified to be absent, is dropped; an unmatched detection of a category whose objects are not all annotated is ignored.
/// Objects marked `ignore` are, and there are no crowds. Objects and detections whose area is 0 are left out first.
public struct LVISEvaluation: Sendable {
  /// Detections per image, over all categories.
  static let budget = 300

  /// LVIS has no parameters.
  public init() {}

  /// Evaluates.
  ///
  /// - Throws: `.record` if an image has no `neg_category_ids` or no `not_exhaustive_category_ids`, which is not the same as an
  ///   empty list: everything would be dropped; `.deadlineExceeded`
  public func evaluate(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> LVISResult {
    try evaluate(records, work: Work(deadline: deadline))
  }

  func evaluate(_ records: Records, work: Work) throws(EvaluationError) -> LVISResult {
    var parameters = COCOParameters()
    parameters.maxDetections = [Self.budget]
    let judged = try JudgedDetections(records, work: work)
    let grouping = Grouping(
      records, byCategory: true, detections: judged.rows, objects: judged.objects, work: work)
    let objects = ObjectCells(records, grouping: grouping, ranges: parameters.areaRanges, rule: .ignore)
    let rules = Matches.Rules(
      thresholds: parameters.iouThresholds, ranges: parameters.areaRanges, budget: .max, excused: judged.excused)
    let matches = try Matches(records, grouping, objects: objects, rules: rules, work: work)
    let classes = try Accumulation(matches, parameters: parameters, work: work).classes
    let rows = (0..<records.categoryCount).map { number in
      COCOResult.ClassRow(
        id: records.categoryID(number), name: records.categoryName(number),
        numbers: COCOEvaluation.classNumbers(classes[number], parameters), objects: objects.ordinary[number],
        detections: matches.order.counts[number])
    }
    return LVISResult(
      summary: summary(records, classes, parameters), perClass: rows, counts: records.counts,
      unjudgedDetections: judged.dropped,
      warnings: RecordWarnings.rows(records) + RecordWarnings.ties(matches) + RecordWarnings.emptyCategories(rows))
  }

  /// AP, AP50, AP75, APs, APm, APl, APr, APc, APf, AR@300, ARs@300, ARm@300, ARl@300.
  private func summary(
    _ records: Records, _ classes: [ClassAverages?], _ parameters: COCOParameters
  ) -> [NamedNumber] {
    let lines = SummaryLine.all(parameters)
    let thresholds = parameters.iouThresholds
    let frequencies = CategoryRecords.Frequency.allCases.map { frequency in
      let group = classes.indices.lazy.filter { records.categoryFrequency($0) == frequency }.map { classes[$0] }
      return NamedNumber("AP\(frequency.rawValue)", lines[0].mean(group, thresholds: thresholds))
    }
    func numbers(_ lines: some Sequence<SummaryLine>, _ suffix: String) -> [NamedNumber] {
      lines.map { line in
        let name = line.name == "AR\(Self.budget)" ? "AR" : line.name
        return NamedNumber(name + suffix, line.mean(classes, thresholds: thresholds))
      }
    }
    return numbers(lines.prefix(6), "") + frequencies + numbers(lines.dropFirst(6), "@\(Self.budget)")
  }
}

extension Records {
  func categoryFrequency(_ rank: Int) -> CategoryRecords.Frequency? {
    let frequencies = groundTruth.categories.frequencies
    let row = Int(categories.rows[rank])
    return frequencies.indices.contains(row) ? frequencies[row] : nil
  }
}
