import RealModule

/// The class numbers of a head, and the scores they make.
struct ClassScan<S: Scalar> {
  let head: HeadMap<S>
  /// The channels that are classes.
  private let channels: Range<Int>
  private let background: Int?

  /// `count`: how many channels are classes; `nil`: all from the first on.
  init(_ head: HeadMap<S>, from first: Int = 0, count: Int? = nil, background: Int? = nil) {
    self.head = head
    let first = min(first, head.channels)
    channels = first..<(count.map { first + min($0, head.channels - first) } ?? head.channels)
    self.background = background
  }

  /// Calls `body` with every score that may be greater than the threshold, or of every row with the greatest, and the
  /// lower class of equal ones; the background's are left out.
  @inline(__always)
  func forEachScore(
    _ labels: RowLabels, _ activation: ScoreActivation, above threshold: S,
    _ body: (_ row: Int, _ label: Int, _ score: S) -> Void
  ) {
    // Rows without a number may be more than can be gone through.
    guard !channels.isEmpty else { return }
    let floor = activation.floor(of: threshold)
    if activation == .softmax {
      forEachSoftmax(labels, above: floor, body)
    } else {
      forEachNumber(labels, above: floor) { body($0, $1, activation.score($2)) }
    }
  }

  /// Calls `body` with every number greater than the floor, or of every row with the greatest.
  @inline(__always)
  func forEachNumber(_ labels: RowLabels, above floor: S, _ body: (_ row: Int, _ label: Int, _ number: S) -> Void) {
    if labels == .all {
      head.forEach(in: channels, above: floor) { row, channel, number in
        let label = channel - channels.lowerBound
        if label != background { body(row, label, number) }
      }
    } else if !channels.isEmpty {
      for (row, best) in bestLabels(above: floor).enumerated() where best.label >= 0 {
        body(row, Int(best.label), best.number)
      }
    }
  }

  /// Of every row the class of the greatest number, the lower one of equals; −1 where none is greater than the floor.
  @inline(__always)
  private func bestLabels(above floor: S) -> [(label: Int32, number: S)] {
    var best = [(label: Int32, number: S)](repeating: (-1, floor), count: head.rows)
    best.withUnsafeMutableBufferPointer { best in
      head.forEach(in: channels, above: floor) { row, channel, number in
        let label = channel - channels.lowerBound
        if number > best[row].number && label != background {
          best[row] = (Int32(truncatingIfNeeded: label), number)
        }
      }
    }
    return best
  }

  /// A softmax is at most σ of the difference from another class's number: rows whose greatest number falls short of
  /// the background's by too much cost no exponential.
  @inline(__always)
  private func forEachSoftmax(_ labels: RowLabels, above floor: S, _ body: (Int, Int, S) -> Void) {
    for row in 0..<head.rows {
      var best = (label: -1, number: -S.infinity)
      for label in 0..<channels.count where label != background {
        let number = head[row, channels.lowerBound + label]
        if number > best.number { best = (label, number) }
      }
      var ground = -S.infinity
      if let background, background < channels.count { ground = head[row, channels.lowerBound + background] }
      guard best.label >= 0, best.number - ground > floor else { continue }
      let greatest = max(best.number, ground)
      let sum = (0..<channels.count).reduce(0) { $0 + S.exp(head[row, channels.lowerBound + $1] - greatest) }
      if labels == .best {
        body(row, best.label, S.exp(best.number - greatest) / sum)
        continue
      }
      for label in 0..<channels.count where label != background {
        let number = head[row, channels.lowerBound + label]
        if number == greatest || number - greatest > floor { body(row, label, S.exp(number - greatest) / sum) }
      }
    }
  }
}

extension CandidateSelection {
  /// Offers the scores of a head's classes, which begin at a channel, and keeps the best of them all, or with `perLabel`
  /// of each class.
  @inline(__always)
  mutating func select(
    _ head: HeadPyramid<S>, from channel: Int = 0, count: Int? = nil, background: Int? = nil, labels: RowLabels = .all,
    activation: ScoreActivation, perLabel: Bool = false
  ) throws(DetectionError) {
    let floor = floor
    try select(perLabel: perLabel) { group in
      head.forEachMap { map, first in
        ClassScan(map, from: channel, count: count, background: background).forEachScore(
          labels, activation, above: floor
        ) {
          group.offer($2, row: first + $0, label: $1)
        }
      }
    }
  }
}
