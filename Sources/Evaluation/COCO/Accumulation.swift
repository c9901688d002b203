import DetectionCore

/// Average precision and recall of every class that has objects, and the arrays they are made of where they are wanted.
struct Accumulation: Sendable {
  /// By class; `nil` for a class without objects that count in any range.
  let classes: [ClassAverages?]
  let arrays: COCOArrays?

  /// - Parameter arrayLimit: how many numbers the arrays may hold; `nil` for no arrays
  init(
    _ matches: Matches, parameters: COCOParameters, arrayLimit: Int? = nil, work: Work
  ) throws(EvaluationError) {
    try matches.checkCurves(parameters)
    let (ranges, budgets) = (parameters.areaRanges.count, parameters.budgets)
    let count = matches.order.classes.count
    let filler: ArrayFiller? =
      if let arrayLimit {
        try ArrayFiller(
          thresholds: parameters.iouThresholds.count, points: parameters.recallPoints.count, classes: count,
          ranges: ranges, budgets: budgets.count, limit: arrayLimit)
      } else { nil }
    let found = Lists<ClassAverages?>(count: count, repeating: nil)
    let blocks = ClassBlocks(matches.starts, rows: 2048)
    try work.forEach(blocks.count) { block in
      var pass = CurvePass(points: parameters.recallPoints)
      for number in blocks[block] where (0..<ranges).contains(where: { matches.totals[number * ranges + $0] > 0 }) {
        // A block can have thousands of classes, and a class a thousand thresholds.
        guard !work.deadline.isOver else { return false }
        let objects = Array(matches.totals[number * ranges..<(number + 1) * ranges])
        found[number] = Self.averages(of: number, matches, parameters, objects: objects, &pass, filler: filler)
      }
      return true
    }
    classes = found.elements
    arrays = filler?.arrays
  }

  /// - Parameter objects: how many objects of the class count in each range
  static func averages(
    of number: Int, _ matches: Matches, _ parameters: COCOParameters, objects: [Int],
    _ pass: inout CurvePass, filler: ArrayFiller? = nil
  ) -> ClassAverages {
    let budgets = parameters.budgets
    var averages = ClassAverages(parameters)
    for range in parameters.areaRanges.indices {
      let objects = objects[range]
      guard objects > 0 else { continue }
      for chunk in 0..<matches.flags.chunkCount {
        let thresholds = matches.flags.thresholds(chunk)
        for (budget, size) in budgets.enumerated() {
          let detections = matches.detections(of: number, chunk: chunk, range: range, budget: size)
          // Without arrays, only area `all` is read at the smaller budgets.
          let isLargest = budget == budgets.count - 1
          if filler == nil && !isLargest && parameters.areaRanges[range].name != "all" { continue }
          if filler == nil && !isLargest {
            pass.readRecall(detections, objects: objects)
          } else {
            pass.read(detections, objects: objects)
            filler?.write(pass, thresholds: thresholds, number: number, range: range, budget: budget)
          }
          averages.add(pass, thresholds: thresholds, range: range, budget: budget)
        }
      }
    }
    return averages
  }
}

extension Matches {
  /// Where each class begins, and the end of the last.
  var starts: [Int] { order.classes.map(\.lowerBound) + [order.rows.count] }

  /// Points of curves at the most: so many take about a second.
  private static let curveLimit = 1 << 28

  /// Throws where thresholds, ranges and recall points, each of them few, are many together.
  func checkCurves(_ parameters: COCOParameters) throws(EvaluationError) {
    let curves = totals.count { $0 > 0 }
    let points = curves * flags.chunkCount * MatchFlags.chunkSize * parameters.recallPoints.count
    guard points > Self.curveLimit else { return }
    throw .parameter(
      name: "recall_points",
      reason:
        "times \(flags.thresholdCount) thresholds would be \(points) points of the \(curves) categories and ranges "
        + "with objects; the most are \(Self.curveLimit)")
  }

  /// What a pass over one class walks.
  func detections(of number: Int, chunk: Int, range: Int, budget: Int) -> CurvePass.Detections {
    let plane = flags.plane(chunk, range)
    return CurvePass.Detections(
      places: order.classes[number], matched: flags.matched.start + plane, ignored: flags.ignored.start + plane,
      ranks: order.ranks.start, scores: scores.start, budget: Int32(clamping: budget), all: flags.all(chunk))
  }
}
