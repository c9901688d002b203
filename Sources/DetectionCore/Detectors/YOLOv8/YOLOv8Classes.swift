/// The class term of YOLOv8 for one image: cross entropy of every class of every point with its target score, which is 0
/// but for the class of a matched point's object.
struct YOLOv8Classes<S: Scalar>: Sendable {
  let head: YOLOv8Rows<S>
  private let loss = FocalLoss<S>(gamma: 0, alpha: nil)
  private let lines: Lines
  /// By line: the positions on it that are not 0, and what they are.
  private let targets: [Int: [(position: Int, score: S)]]
  /// What each class counts; `nil`: all 1.
  private let weights: [S]?
  /// By point what it counts; empty: all 1.
  private let counts: [S]

  /// Logits that stand side by side: all points of a class, or all classes of a point.
  private struct Lines {
    let count: Int
    let length: Int
    let stride: Int
    var perBlock: Int { max(1, 8192 / max(length, 1)) }
  }

  init(_ head: YOLOv8Rows<S>, _ assignment: YOLOv8Assignment<S>, weights: [S]?) {
    self.head = head
    self.weights = weights
    let areAlike = assignment.ignored.isEmpty && assignment.matches.allSatisfy { $0.weight == 1 }
    var counts = areAlike ? [] : [S](repeating: 1, count: head.points)
    if !areAlike {
      for match in assignment.matches { counts[match.point] = match.weight }
      for point in assignment.ignored { counts[point] = 0 }
    }
    self.counts = counts
    let byClass = head.pointStride == 1
    lines =
      byClass
      ? Lines(count: head.classes, length: head.points, stride: head.channelStride)
      : Lines(count: head.points, length: head.classes, stride: head.pointStride)
    var targets: [Int: [(position: Int, score: S)]] = [:]
    for match in assignment.matches {
      let (line, position) = byClass ? (match.label, match.point) : (match.point, match.label)
      targets[line, default: []].append((position, match.score))
    }
    self.targets = targets
  }

  /// Σ of the cross entropies. Slopes are those of weight · Σ/divisor.
  func evaluate(weight: S, divisor: S, deadline: Deadline) throws(DetectionError) -> Double {
    let blocks = (lines.count + lines.perBlock - 1) / lines.perBlock
    return try blockwiseSum(blocks: blocks, isParallel: head.points * head.classes >= 65536, deadline: deadline) {
      block in
      let start = block * lines.perBlock
      return evaluate(start..<min(start + lines.perBlock, lines.count), weight, divisor)
    }
  }

  private func evaluate(_ range: Range<Int>, _ weight: S, _ divisor: S) -> Double {
    var scores = [S](repeating: 0, count: max(lines.length, 1))
    let first = head.position(0, YOLOv8Rows<S>.sides * head.regMax)
    var sum = 0.0
    for line in range {
      let start = first + line * lines.stride
      for target in targets[line] ?? [] { scores[target.position] = target.score }
      let slopes = head.slopes.map { $0 + start }
      sum += scores.withUnsafeBufferPointer { scores in
        let stretch = ElementStretch(
          count: lines.length, inputs: head.numbers + start, targets: scores.baseAddress.unsafelyUnwrapped,
          values: nil, slopes: slopes, divisor: divisor)
        return weights == nil && counts.isEmpty ? loss.sum(stretch) : weightedSum(stretch, line)
      }
      for target in targets[line] ?? [] { scores[target.position] = 0 }
      if weight != 1, let slopes { for i in 0..<lines.length { slopes[i] *= weight } }
    }
    return sum
  }

  /// The sum of a line by weights of classes, without the points that count for nothing.
  private func weightedSum(_ stretch: ElementStretch<S>, _ line: Int) -> Double {
    let byClass = head.pointStride == 1
    var sum = 0.0
    for position in 0..<stretch.count {
      let (point, label) = byClass ? (position, line) : (line, position)
      let weight = (weights?[label] ?? 1) * (counts.isEmpty ? 1 : counts[point])
      guard weight > 0 else { continue }
      let term = BinaryTerm(
        logit: S.One(repeating: stretch.inputs[position]), target: S.One(repeating: stretch.targets[position]))
      sum += Double(weight * term.crossEntropy.first)
      stretch.slopes?[position] = weight * term.crossEntropySlope.first / stretch.divisor
    }
    return sum
  }
}
