public import DetectionCore

/// How sure COCO's numbers are, and whether one model is better than another: the percentile bootstrap over images (Efron,
/// «Bootstrap Methods: Another Look at the Jackknife», 1979).
///
/// Each sample draws as many images as there are, with replacement, the same for both models. Detections are matched once; a
/// sample only changes how often each image counts.
public struct ModelComparison: Sendable {
  /// Samples.
  public var samples = 1000
  /// The samples follow from it, on every machine and any number of threads.
  public var seed: UInt64 = 0
  /// The share of samples within the intervals.
  public var confidence = 0.95
  /// What is computed.
  public var parameters = COCOParameters()
  /// Draws of images that the request does not hold: so many take half a second.
  private static let drawLimit = 1 << 27
  /// How many numbers the samples may hold.
  public var elementLimit = 1 << 26

  /// 1000 samples, 95 %.
  public init() {}

  /// Compares two models on one ground truth.
  ///
  /// - Throws: `.parameter`, `.answerTooLarge`, `.deadlineExceeded`
  public func compare(
    _ a: Records, _ b: Records, deadline: Deadline = .never
  ) throws(EvaluationError) -> ComparisonResult {
    try compare([a, b], work: Work(deadline: deadline))
  }

  /// Intervals of one model: the answer's `b` and `difference` are `nil`.
  ///
  /// - Throws: as ``compare(_:_:deadline:)``
  public func intervals(_ records: Records, deadline: Deadline = .never) throws(EvaluationError) -> ComparisonResult {
    try compare([records], work: Work(deadline: deadline))
  }

  func compare(_ models: [Records], work: Work) throws(EvaluationError) -> ComparisonResult {
    try check(models)
    var weighted: [WeightedImages] = []
    for records in models {
      let (matches, objects) = try COCOEvaluation(parameters).match(records, work: work)
      try matches.checkCurves(parameters)
      weighted.append(WeightedImages(records: records, matches: matches, objects: objects, parameters: parameters))
    }
    let records = models[0]
    let lines = SummaryLine.all(parameters)
    let names = lines.map(\.name)
    let once = [Int32](repeating: 1, count: records.imageCount)
    var pass = weighted[0].pass()
    let values = weighted.map { numbers($0, once, &pass, lines) }
    let drawn = try draw(weighted, ImageDrawing(records), lines, work: work)
    let compared = (0..<values[0].count).map { index in
      ComparedNumber(
        name: index < names.count ? names[index] : "AP", values: values.map { $0[index] },
        samples: drawn.map { samples in samples.map { $0[index] } }, confidence: confidence)
    }
    let classes = parameters.useCategories ? records.categoryCount : 0
    return ComparisonResult(
      summary: Array(compared.prefix(names.count)),
      perClass: (0..<classes).map { number in
        ComparisonResult.ClassRow(
          id: records.categoryID(number), name: records.categoryName(number),
          averagePrecision: compared[names.count + number])
      },
      samples: samples, warnings: RecordWarnings.rows(records))
  }

  private func check(_ models: [Records]) throws(EvaluationError) {
    guard (1...100_000).contains(samples) else {
      throw .parameter(name: "samples", reason: "must be a whole number from 1 to 100000")
    }
    guard confidence > 0, confidence < 1 else {
      throw .parameter(name: "confidence", reason: "must be above 0 and below 1")
    }
    let width = models[0].categoryCount + 3 + 3 * parameters.areaRanges.count + parameters.maxDetections.count
    let (elements, overflow) = samples.multipliedReportingOverflow(by: width * models.count)
    if overflow || elements > elementLimit { throw .answerTooLarge(elements: elements, limit: elementLimit) }
    if let total = models[0].groundTruth.images.total, total > models[0].imageCount, samples * total > Self.drawLimit {
      throw .parameter(
        name: "samples",
        reason: "times \(total) images would be \(samples * total) draws, of which most find nothing; the most are "
          + "\(Self.drawLimit)")
    }
  }

  /// The summary's numbers, then each class' AP.
  private func numbers(
    _ model: WeightedImages, _ weights: [Int32], _ pass: inout WeightedPass, _ lines: [SummaryLine]
  ) -> [Double] {
    let thresholds = parameters.iouThresholds
    let classes = model.averages(weights, &pass)
    return lines.map { $0.mean(classes, thresholds: thresholds) }
      + classes.map { averages in averages.map { lines[0].value($0, thresholds: thresholds) } ?? -1 }
  }

  /// [model][sample][number]
  private func draw(
    _ models: [WeightedImages], _ drawing: ImageDrawing, _ lines: [SummaryLine], work: Work
  ) throws(EvaluationError) -> [[[Double]]] {
    var random = SplitMix64(seed: seed)
    let seeds = (0..<samples).map { _ in random.next() }
    let found = models.map { _ in Lists<[Double]>(count: samples, repeating: []) }
    try work.forEach(samples) { sample in
      var random = SplitMix64(seed: seeds[sample])
      let weights = drawing.weights(&random)
      var pass = models[0].pass()
      for (model, found) in zip(models, found) {
        if work.deadline.isOver { return false }
        found[sample] = numbers(model, weights, &pass, lines)
      }
      return true
    }
    return found.map(\.elements)
  }
}
