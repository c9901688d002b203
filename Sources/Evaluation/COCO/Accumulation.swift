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
        found[number] = Self.averages(of: number, matches, parameters, &pass, filler)
      }
      return true
    }
    classes = found.elements
    arrays = filler?.arrays
  }

  private static func averages(
    of number: Int, _ matches: Matches, _ parameters: COCOParameters, _ pass: inout CurvePass, _ filler: ArrayFiller?
  ) -> ClassAverages {
    let budgets = parameters.budgets
    var averages = ClassAverages(parameters)
    for range in parameters.areaRanges.indices {
      let objects = matches.totals[number * parameters.areaRanges.count + range]
      guard objects > 0 else { continue }
      for chunk in 0..<matches.flags.chunkCount {
        let thresholds = matches.flags.thresholds(chunk)
        for (budget, size) in budgets.enumerated() {
          let detections = matches.detections(of: number, chunk: chunk, range: range, budget: size)
          if filler == nil && budget < budgets.count - 1 {
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

  /// What a pass over one class walks.
  func detections(of number: Int, chunk: Int, range: Int, budget: Int) -> CurvePass.Detections {
    let plane = flags.plane(chunk, range)
    return CurvePass.Detections(
      places: order.classes[number], matched: flags.matched.start + plane, ignored: flags.ignored.start + plane,
      ranks: order.ranks.start, scores: scores.start, budget: Int32(clamping: budget), all: flags.all(chunk))
  }
}
