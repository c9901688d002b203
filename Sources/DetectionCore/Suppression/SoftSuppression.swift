/// Soft-NMS: the best box that is left stays, and the scores of those that overlap it decay; what has decayed to the
/// threshold goes.
///
/// Bodla et al., «Soft-NMS: Improving Object Detection With One Line of Code» (2017). Of equal scores the lower
/// index is taken first. A suppressed box gave way to the one whose overlap made its score decay the most.
extension Suppression {
  /// One class. False if the time was over before it was done.
  func soft(
    _ group: ClassGroups.Group, _ candidates: [CornerBox<S>], _ scores: [S], _ indices: [Int],
    into decayed: UnsafeMutablePointer<S?>, _ suppressors: UnsafeMutablePointer<Suppressor>, _ deadline: Deadline
  ) -> Bool {
    let least = decayedThreshold?[group.label] ?? -.infinity
    var left = group.positions.map {
      DecayingBox(box: candidates[$0], score: scores[$0], position: $0, index: indices[$0])
    }
    // Every box is reported once: when it is taken, or when it goes.
    func removeDecayed() {
      left.removeAll { box in
        guard !(box.score > least) else { return false }
        (decayed + box.position).initialize(to: nil)
        (suppressors + box.position).initialize(to: box.suppressor)
        return true
      }
    }
    removeDecayed()
    while let best = left.indices.max(by: { left[$1].isBetter(than: left[$0]) }) {
      if deadline.isOver { return false }
      let kept = left.remove(at: best)
      (decayed + kept.position).initialize(to: kept.score)
      (suppressors + kept.position).initialize(to: .none)
      decay(&left, by: kept, rule(group.label))
      removeDecayed()
    }
    return true
  }

  private func decay(_ left: inout [DecayingBox<S>], by kept: DecayingBox<S>, _ rule: OverlapRule<S>) {
    for index in left.indices {
      let overlap = kept.box.overlap(left[index].box, by: rule.measure)
      let factor: S
      if method == .softLinear {
        guard rule.isTooMuch(overlap) else { continue }
        factor = OverlapDecay.linear.factor(overlap)
      } else {
        guard overlap > 0 else { continue }
        factor = decay.factor(overlap)
      }
      left[index].score *= factor
      if overlap > left[index].suppressor.overlap || left[index].suppressor.position < 0 {
        left[index].suppressor = Suppressor(position: kept.position, overlap: overlap)
      }
    }
  }
}

/// A box whose score decays.
private struct DecayingBox<S: Scalar> {
  let box: CornerBox<S>
  var score: S
  let position: Int
  let index: Int
  var suppressor = SuppressionOutcome<S>.Suppressor.none

  func isBetter(than other: DecayingBox) -> Bool {
    score != other.score ? score > other.score : index < other.index
  }
}
