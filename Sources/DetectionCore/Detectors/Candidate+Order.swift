extension Candidate {
  /// Puts the best first, as ``isBetter(_:_:)`` has it, and leaves none out: by radix, and of equal scores the lower pair first.
  static func sort(_ candidates: inout [Candidate]) {
    guard candidates.count >= 128 else { return candidates.sort(by: isBetter) }
    let order = candidates.map(\.score).withUnsafeBufferPointer { ScoreOrder.indices($0, above: nil) }
    var sorted = order.map { [candidates] in candidates[$0] }
    var first = 0
    for end in 1...sorted.count where end == sorted.count || !sorted[end].isEqual(sorted[first]) {
      if end - first > 1 { sorted[first..<end].sort { $0.pair < $1.pair } }
      first = end
    }
    candidates = sorted
  }

  /// The best first.
  static func sorted(_ candidates: [Candidate]) -> [Candidate] {
    var sorted = candidates
    sort(&sorted)
    return sorted
  }

  /// Whether another has the same score.
  private func isEqual(_ other: Candidate) -> Bool { ScoreOrder.key(score) == ScoreOrder.key(other.score) }
}
