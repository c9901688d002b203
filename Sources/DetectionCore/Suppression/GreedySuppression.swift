/// Greedy non-maximum suppression: the best box that is left stays, and those of its class that overlap it too much go.
extension Suppression {
  func greedy(
    _ candidates: [CornerBox<S>], _ groups: ClassGroups, explains: Bool, _ deadline: Deadline
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    let stays = UninitializedTensor<Bool>(Shape(vector: candidates.count))
    let suppressors = explains ? UninitializedTensor<Suppressor>(Shape(vector: candidates.count)) : nil
    try groups.forEach { group in
      greedy(group, candidates, rule(group.label), into: stays.start, suppressors?.start, deadline)
    }
    let flags = stays.tensor
    return SuppressionOutcome(
      kept: candidates.indices.filter { flags[$0] }, suppressors: suppressors?.tensor.elements ?? [])
  }

  /// One class. False if the time was over before it was done.
  private func greedy(
    _ group: ClassGroups.Group, _ candidates: [CornerBox<S>], _ rule: OverlapRule<S>,
    into stays: UnsafeMutablePointer<Bool>, _ suppressors: UnsafeMutablePointer<Suppressor>?, _ deadline: Deadline
  ) -> Bool {
    let boxes = group.positions.count == candidates.count ? candidates : group.positions.map { candidates[$0] }
    return boxes.withUnsafeBufferPointer { boxes in
      group.positions.withUnsafeBufferPointer { positions in
        var left = Contenders(boxes, rule: rule, isNamed: suppressors != nil)
        for (rank, position) in positions.enumerated() {
          if rank & 0xFF == 0 && deadline.isOver { return false }
          let isBest = left.contains(rank)
          (stays + position).initialize(to: isBest)
          guard isBest else { continue }
          if let suppressors { (suppressors + position).initialize(to: .none) }
          left.take(rank) { loser, overlap in
            guard let suppressors else { return }
            (suppressors + positions[loser]).initialize(to: Suppressor(position: position, overlap: overlap))
          }
        }
        return true
      }
    }
  }
}
