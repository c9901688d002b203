/// The objectness of every row of a YOLOv5 head that counts: cross entropy with the overlap of its box, 0 where it learns no object.
struct YOLOv5Objectness<S: Scalar>: Sendable {
  /// By row of an image its target; less than 0: the row counts for nothing.
  private(set) var targets: [S]
  /// What rows count that do not count 1.
  private var weights: [Int: S] = [:]
  /// w₊.
  let positiveWeight: S
  /// `nil`: plain cross entropy.
  let focal: FocalModulation<S>?
  private static var block: Int { 4096 }
  private static var ignored: S { -1 }

  /// Nothing learns an object, and the rows of the list count for nothing.
  init(rows: Int, ignored: [Int], positiveWeight: S, focal: FocalModulation<S>?) {
    targets = Array(repeating: 0, count: rows)
    for row in ignored { targets[row] = Self.ignored }
    (self.positiveWeight, self.focal) = (positiveWeight, focal)
  }

  /// Whether a row counts.
  func counts(_ row: Int) -> Bool { targets[row] >= 0 }

  /// Has a row learn an overlap, and count so much; the greatest that it is given, or the last.
  mutating func learn(_ overlap: S, at row: Int, weight: S, _ rule: YOLOv5Loss<S>.SharedRow) {
    guard rule == .last || overlap >= targets[row] else { return }
    targets[row] = overlap
    weights[row] = weight == 1 ? nil : weight
  }

  /// How many rows of a level count.
  func count(_ level: Grid.Level) -> Int { targets[level.rows].reduce(0) { $0 + ($1 >= 0 ? 1 : 0) } }

  /// Σ over the rows of a level. Slopes are those of it times `factor`.
  func sum(_ head: YOLOv3Rows<S>, _ level: Grid.Level, factor: S, _ deadline: Deadline) throws(DetectionError) -> Double
  {
    let count = level.rows.count
    return try blockwiseSum(
      blocks: (count + Self.block - 1) / Self.block, isParallel: count >= 4 * Self.block, deadline: deadline
    ) { block in
      let start = level.rows.lowerBound + block * Self.block
      return sum(head, start..<min(start + Self.block, level.rows.upperBound), factor)
    }
  }

  private func sum(_ head: YOLOv3Rows<S>, _ rows: Range<Int>, _ factor: S) -> Double {
    var sum = 0.0
    for row in rows where targets[row] >= 0 {
      let (numbers, slopes) = head.row(row)
      let target = targets[row]
      let term = FocalModulation.term(
        focal, logit: numbers[4], target: target, rest: 1 - target, positiveWeight: positiveWeight)
      let weight = weights.isEmpty ? 1 : weights[row] ?? 1
      sum += Double(weight * term.value.first)
      slopes?[4] = weight * term.slope.first * factor
    }
    return sum
  }
}
