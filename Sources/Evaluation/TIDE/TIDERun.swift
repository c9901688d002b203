import DetectionCore

/// All images' findings in order, and AP after repairs.
struct TIDERun: Sendable {
  /// A detection on the curve of a class.
  struct Point: Sendable {
    var number: Int
    var score: Double
    var isTrue: Bool
  }

  /// An error: the point that it is, if it is on the curve, and the one that its repair makes of it, if any.
  private struct Mistake: Sendable {
    var kind: TIDEKind
    var original: Point?
    var repaired: Point?
  }

  private let classCount: Int
  /// All points, in order of insertion.
  private var points: [Point] = []
  private var mistakes: [Mistake] = []
  /// Objects of each class.
  private var positives: [Int]
  /// Objects of each class that were not found.
  private var notFound: [Int]
  /// Of those, the ones that no Loc or Cls error could reach.
  private var missed: [Int]

  init(_ images: [TIDEImage], _ records: Records, _ classes: TIDEClasses) {
    classCount = classes.count
    positives = [Int](repeating: 0, count: classes.count)
    (notFound, missed) = (positives, positives)
    for image in images {
      let best = Self.bestErrors(image, records)
      for finding in image.findings {
        let row = Int(finding.detection)
        let score = records.detections.scores[row]
        let point = Point(number: Int(classes.detections[row]), score: score, isTrue: finding.state == .isTrue)
        if finding.state != .isIgnored { points.append(point) }
        guard let kind = finding.kind else { continue }
        var repaired: Point?
        // A Loc or Cls error becomes true if it is the best one of a free object, a Cls error under the object's class;
        // every other repaired error vanishes.
        if let object = finding.object, best[object]?.row == finding.detection {
          repaired = Point(number: Int(classes.objects[Int(object)]), score: score, isTrue: true)
        }
        mistakes.append(Mistake(kind: kind, original: finding.state == .isIgnored ? nil : point, repaired: repaired))
      }
      for (object, isUsed) in zip(image.objects, image.isUsed) {
        let number = Int(classes.objects[Int(object)])
        positives[number] += 1
        guard !isUsed else { continue }
        notFound[number] += 1
        if best[object] == nil { missed[number] += 1 }
      }
    }
  }

  /// Of each free object that a Loc or Cls error could have, the error with the highest score, the first among equals.
  private static func bestErrors(_ image: TIDEImage, _ records: Records) -> [Int32: (row: Int32, score: Double)] {
    var best: [Int32: (row: Int32, score: Double)] = [:]
    for finding in image.findings {
      guard let object = finding.object else { continue }
      let score = records.detections.scores[Int(finding.detection)]
      if let other = best[object], other.score >= score { continue }
      best[object] = (finding.detection, score)
    }
    return best
  }

  func result(work: Work, warnings: [EvaluationWarning]) throws(EvaluationError) -> TIDEResult {
    let base = meanPrecision(points, positives)
    let values = Column<Double>(count: TIDEKind.allCases.count + 2, repeating: 0)
    try work.forEach(values.count) { index in
      if index < TIDEKind.allCases.count {
        values.start[index] = max(repaired(TIDEKind.allCases[index]) - base, 0)
      } else if index == TIDEKind.allCases.count {
        values.start[index] =
          meanPrecision(
            inOrderOfRepair { Point(number: $0.number, score: $0.isTrue ? 1 : 0, isTrue: $0.isTrue) }, positives) - base
      } else {
        let left = zip(positives, notFound).map { $0 - $1 }
        values.start[index] = meanPrecision(inOrderOfRepair { $0 }, left) - base
      }
      return true
    }
    return TIDEResult(
      averagePrecision: base, deltas: TIDEKind.allCases.enumerated().map { ($1, values[$0]) },
      falsePositives: values[TIDEKind.allCases.count], falseNegatives: values[TIDEKind.allCases.count + 1],
      counts: TIDEKind.allCases.map { ($0, count($0)) }, warnings: warnings)
  }

  private func count(_ kind: TIDEKind) -> Int {
    kind == .missed ? missed.reduce(0, +) : mistakes.count { $0.kind == kind }
  }

  /// AP after the repair of one kind. The errors come before the true detections, which decides between equal scores.
  private func repaired(_ kind: TIDEKind) -> Double {
    let errors = mistakes.compactMap { $0.kind == kind ? $0.repaired : $0.original }
    let left = kind == .missed ? zip(positives, missed).map { $0 - $1 } : positives
    return meanPrecision(errors + points.filter(\.isTrue), left)
  }

  private func inOrderOfRepair(_ change: (Point) -> Point) -> [Point] {
    (mistakes.compactMap(\.original) + points.filter(\.isTrue)).map(change)
  }

  /// In percent, the mean over classes that have an object or a point; 0 if there is no such class.
  private func meanPrecision(_ points: [Point], _ positives: [Int]) -> Double {
    let numbers = Column<Int32>(uninitialized: points.count)
    for (place, point) in points.enumerated() { numbers.start[place] = Int32(truncatingIfNeeded: point.number) }
    let order = StableGrouping.order(by: numbers, keyCount: classCount)
    var (sum, count, start) = (0.0, 0, 0)
    var sort = ScoreSort()
    for number in 0..<classCount {
      sort.removeAll()
      while start < order.count && Int(numbers[Int(order[start])]) == number {
        sort.append(score: points[Int(order[start])].score, place: Int(order[start]))
        start += 1
      }
      guard !sort.entries.isEmpty || positives[number] > 0 else { continue }
      count += 1
      sort.sort()
      sum += Self.averagePrecision(sort.entries.map { points[$0.place].isTrue }, positives: positives[number])
    }
    return count == 0 ? 0 : sum / Double(count)
  }

  /// The mean of 101 points i/100, which are not those of numpy's linspace; precision has no eps. In percent.
  private static func averagePrecision(_ isTrue: [Bool], positives: Int) -> Double {
    guard positives > 0, !isTrue.isEmpty else { return 0 }
    // Of each number of true detections, precision where it is reached, then its envelope from the right.
    var precision: [Double] = []
    for (place, isTrue) in isTrue.enumerated() where isTrue {
      precision.append(Double(precision.count + 1) / Double(place + 1))
    }
    for place in precision.indices.dropLast().reversed() {
      precision[place] = max(precision[place], precision[place + 1])
    }
    var sum = 0.0
    for point in 0...100 {
      let needed = max(CurvePass.needed(Double(point) / 100, positives), 1)
      if needed <= precision.count { sum += precision[needed - 1] }
    }
    return sum / 101 * 100
  }
}
