/// True and false detections at every distinct score, highest first. A threshold never splits equal scores.
public struct OperatingCurve: Sendable {
  /// The distinct scores, falling.
  public private(set) var thresholds: [Double] = []
  /// Detections with an object at each.
  public private(set) var truePositives: [Int] = []
  /// Detections without at each.
  public private(set) var falsePositives: [Int] = []
  /// How many objects there are.
  public let objects: Int

  /// tp / (tp + fp) at each threshold.
  public var precision: [Double] {
    thresholds.indices.map { Double(truePositives[$0]) / Double(truePositives[$0] + falsePositives[$0]) }
  }
  /// tp / objects at each threshold; empty without objects.
  public var recall: [Double] { objects == 0 ? [] : truePositives.map { Double($0) / Double(objects) } }

  init(objects: Int) { self.objects = objects }

  /// The detections of one class that are not ignored.
  init(_ matches: Matches, places: Range<Int>, objects: Int) {
    self.objects = objects
    for place in places { add(matches, place) }
  }

  /// The detections of several classes as one list.
  init(pooling matches: Matches, classes: [Int]) {
    objects = classes.reduce(0) { $0 + matches.totals[$1] }
    var sort = ScoreSort()
    for number in classes {
      for place in matches.order.classes[number] { sort.append(score: matches.scores[place], place: place) }
    }
    sort.sort()
    for entry in sort.entries { add(matches, entry.place) }
  }

  private mutating func add(_ matches: Matches, _ place: Int) {
    guard matches.flags.ignored[place] & 1 == 0 else { return }
    if thresholds.last != matches.scores[place] {
      thresholds.append(matches.scores[place])
      truePositives.append(truePositives.last ?? 0)
      falsePositives.append(falsePositives.last ?? 0)
    }
    let last = thresholds.count - 1
    if matches.flags.matched[place] & 1 == 1 { truePositives[last] += 1 } else { falsePositives[last] += 1 }
  }

  /// The greatest F_β, at the highest threshold among equals; `nil` without objects or detections.
  func best(beta: Double) -> OperatingPoint? {
    guard objects > 0 else { return nil }
    var best: OperatingPoint?
    for place in thresholds.indices {
      let point = point(place, beta: beta)
      if point.fScore > best?.fScore ?? -1 { best = point }
    }
    return best
  }

  /// The highest threshold with at least this recall.
  func at(recall: Double, beta: Double) -> OperatingPoint? {
    guard objects > 0 else { return nil }
    return thresholds.indices.first { Double(truePositives[$0]) / Double(objects) >= recall }.map {
      point($0, beta: beta)
    }
  }

  /// Of the thresholds with at least this precision, the lowest, which has the greatest recall.
  func at(precision: Double, beta: Double) -> OperatingPoint? {
    guard objects > 0 else { return nil }
    return thresholds.indices.last {
      Double(truePositives[$0]) / Double(truePositives[$0] + falsePositives[$0]) >= precision
    }.map { point($0, beta: beta) }
  }

  private func point(_ place: Int, beta: Double) -> OperatingPoint {
    let (tp, fp) = (truePositives[place], falsePositives[place])
    let (fn, square) = (objects - tp, beta * beta)
    // The same quotient as of precision and recall, with one rounding where β is 1, so that equals are equal.
    let weighted = (1 + square) * Double(tp)
    let score = weighted / (weighted + square * Double(fn) + Double(fp))
    return OperatingPoint(
      threshold: thresholds[place], truePositives: tp, falsePositives: fp, falseNegatives: fn, fScore: score)
  }
}
