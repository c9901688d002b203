/// Greedy non-maximum merging: of the boxes left the best one stays; those of its class that overlap it too much go, and the
/// best box grows to hold each of them, in the order of their scores, that still overlaps it too much by then.
///
/// Akyon et al., «Slicing Aided Hyper Inference» (2022), §3; sahi's `greedy_nmm` and `GreedyNMMPostprocess`. Scores stay.
extension Suppression {
  func merged(
    _ candidates: [CornerBox<S>], _ groups: ClassGroups, explains: Bool, _ deadline: Deadline
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    let suppressors = UninitializedTensor<Suppressor>(Shape(vector: candidates.count))
    let boxes = UninitializedTensor<CornerBox<S>>(Shape(vector: candidates.count))
    try groups.forEach { group in merge(group, candidates, into: boxes.start, suppressors.start, deadline) }
    let (all, grown) = (suppressors.tensor.elements, boxes.tensor)
    let kept = all.indices.filter { all[$0].position < 0 }
    return SuppressionOutcome(kept: kept, boxes: kept.map { grown[$0] }, suppressors: explains ? all : [])
  }

  /// One class. False if the time was over before it was done.
  private func merge(
    _ group: ClassGroups.Group, _ candidates: [CornerBox<S>], into boxes: UnsafeMutablePointer<CornerBox<S>>,
    _ suppressors: UnsafeMutablePointer<Suppressor>, _ deadline: Deadline
  ) -> Bool {
    let rule = rule(group.label)
    var left = group.positions
    while let best = left.popFirst() {
      if deadline.isOver { return false }
      let box = candidates[best]
      var grown = box
      var rest: [Int] = []
      for position in left {
        let overlap = box.overlap(candidates[position], by: rule.measure)
        guard rule.isTooMuch(overlap) else {
          rest.append(position)
          continue
        }
        if rule.isTooMuch(grown.overlap(candidates[position], by: rule.measure)) {
          grown = grown.hull(candidates[position])
        }
        (boxes + position).initialize(to: candidates[position])
        (suppressors + position).initialize(to: Suppressor(position: best, overlap: overlap))
      }
      (boxes + best).initialize(to: grown)
      (suppressors + best).initialize(to: .none)
      left = rest[...]
    }
    return true
  }
}

extension CornerBox {
  /// The smallest box that holds both.
  fileprivate func hull(_ other: CornerBox) -> CornerBox {
    CornerBox(x1: min(x1, other.x1), y1: min(y1, other.y1), x2: max(x2, other.x2), y2: max(y2, other.y2))
  }
}
