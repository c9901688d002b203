extension GroundTruth {
  /// The rows of a grid whose anchors, in the middle of their cells, a region of the image covers.
  func coveredRows(of grid: Grid, image: Int, _ deadline: Deadline) throws(DetectionError) -> [Int] {
    guard let ignored else { return [] }
    let ranges = grid.ranges
    return try ignored.covered(grid.rows, image: image, deadline) { grid.place(of: $0, ranges, as: S.self).prior }
  }
}

/// The terms of a YOLOv5 batch, level by level.
struct YOLOv5Batch<S: Scalar> {
  private(set) var loss: YOLOv5Loss<S>
  let grid: Grid
  let heads: [YOLOv3Rows<S>]
  let images: [YOLOv5Image<S>]
  private var objectness: [YOLOv5Objectness<S>]
  /// By image: row, object and IoU.
  private var found: [[(row: Int, object: Int, iou: S)]]
  private var sums = (box: 0.0, objectness: 0.0, classification: 0.0)

  init(loss: YOLOv5Loss<S>, grid: Grid, heads: [YOLOv3Rows<S>], images: [YOLOv5Image<S>]) {
    (self.loss, self.grid, self.heads, self.images) = (loss, grid, heads, images)
    self.loss.classes.focal = loss.focal
    objectness = images.map {
      .init(rows: grid.rows, ignored: $0.ignored, positiveWeight: loss.objectnessPositiveWeight, focal: loss.focal)
    }
    found = images.map { _ in [] }
  }

  private var scale: Double { loss.timesImages ? Double(images.count) : 1 }

  /// The terms; `evaluate` first.
  var terms: [CompositeLoss<S>.Term] {
    [
      .init("box", sums.box, weight: scale * loss.weights.box),
      .init("objectness", sums.objectness, weight: scale * loss.weights.objectness),
      .init("classification", sums.classification, weight: scale * loss.weights.classification),
    ]
  }

  /// Who learned what, in the order of the rows; `evaluate` first.
  var matches: TargetMatches<S> {
    var matches = TargetMatches<S>(imageCount: images.count)
    for (image, own) in images.enumerated() {
      for match in found[image].sorted(by: { ($0.row, $0.object) < ($1.row, $1.object) }) {
        matches.append(image: image, anchor: match.row, target: own.targets[match.object], iou: match.iou)
      }
      matches.ignore(own.ignored.count, image: image)
    }
    return matches
  }

  /// Adds up the terms and writes their derivatives. `balance`: what each level's objectness counts.
  mutating func evaluate(_ balance: [Double], _ deadline: Deadline) throws(DetectionError) {
    for (number, level) in grid.levels.enumerated() {
      let count = images.reduce(0) { $0 + $1.matches[number].count }
      if count > 0 { try evaluateMatches(number, of: count, deadline) }
      try evaluateObjectness(level, balance[number], deadline)
    }
  }

  private mutating func evaluateMatches(_ level: Int, of count: Int, _ deadline: Deadline) throws(DetectionError) {
    let classCount = (heads.first?.channels ?? 5) - 5
    let classTerms = Double(count) * Double(max(classCount, 1))
    let term = YOLOv5BoxTerm<S>(overlap: loss.overlap)
    let boxFactor = S(scale * loss.weights.box / Double(count))
    let classFactor = S(scale * loss.weights.classification / classTerms)
    var (box, classification) = (0.0, 0.0)
    for (image, own) in images.enumerated() {
      for (index, match) in own.matches[level].enumerated() {
        if index & 0x3FF == 0 { try deadline.check() }
        let (numbers, slopes) = heads[image].row(match.row)
        let weight = own.weights[match.object]
        let value = term.evaluate(
          numbers, match.place, target: own.objects[match.object], factor: weight * boxFactor, slopes: slopes)
        box += Double(weight * value.error)
        note(match, value, image)
        guard classCount > 1 else { continue }
        classification +=
          Double(weight)
          * loss.classes.sum(
            numbers + 5, count: classCount, label: own.labels[match.object], factor: weight * classFactor,
            slopes: slopes.map { $0 + 5 })
      }
    }
    sums.box += box / Double(count)
    sums.classification += classification / classTerms
  }

  private mutating func note(_ match: YOLOv5Assigner<S>.Match, _ value: (error: S, iou: S), _ image: Int) {
    found[image].append((match.row, match.object, value.iou))
    let share = loss.overlapShare
    objectness[image].learn(
      1 - share + share * max(1 - value.error, 0), at: match.row, weight: images[image].weights[match.object],
      loss.sharedRow)
  }

  private mutating func evaluateObjectness(_ level: Grid.Level, _ balance: Double, _ deadline: Deadline)
    throws(DetectionError)
  {
    let count = objectness.reduce(0) { $0 + $1.count(level) }
    guard count > 0 else { return }
    let factor = S(scale * loss.weights.objectness * balance / Double(count))
    var sum = 0.0
    for (head, image) in zip(heads, objectness) { sum += try image.sum(head, level, factor: factor, deadline) }
    sums.objectness += balance * (sum / Double(count))
  }
}
