/// The class term of YOLOv8 for one image: cross entropy of every class of every point with its target score, which is 0
/// but for the class of a matched point's object.
struct YOLOv8Classes<S: Scalar>: Sendable {
  let head: YOLOv8Rows<S>
  private let loss = FocalLoss<S>(gamma: 0, alpha: nil)
  private let lines: Lines
  /// By line: the positions on it that are not 0, and what they are.
  private let targets: [Int: [(position: Int, score: S)]]

  /// Logits that stand side by side: all points of a class, or all classes of a point.
  private struct Lines {
    let count: Int
    let length: Int
    let stride: Int
    var perBlock: Int { max(1, 8192 / max(length, 1)) }
  }

  init(_ head: YOLOv8Rows<S>, _ assignment: YOLOv8Assignment<S>) {
    self.head = head
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
        loss.sum(
          ElementStretch(
            count: lines.length, inputs: head.numbers + start, targets: scores.baseAddress.unsafelyUnwrapped,
            values: nil, slopes: slopes, divisor: divisor))
      }
      for target in targets[line] ?? [] { scores[target.position] = 0 }
      if weight != 1, let slopes { for i in 0..<lines.length { slopes[i] *= weight } }
    }
    return sum
  }
}
