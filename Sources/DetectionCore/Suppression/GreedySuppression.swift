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
    let positions = group.positions
    let boxes = positions.count == candidates.count ? candidates : positions.map { candidates[$0] }
    var kept = KeptBoxes(rule: rule, grid: BoxGrid(boxes), named: suppressors != nil)
    for (number, box) in boxes.enumerated() {
      if number & 0xFF == 0 && deadline.isOver { return false }
      let position = positions[number]
      let goes: Bool
      if let suppressors {
        let by = kept.suppressor(of: box)
        (suppressors + position).initialize(
          to: by.map { Suppressor(position: $0.position, overlap: $0.overlap) } ?? .none)
        goes = by != nil
      } else {
        goes = kept.suppress(box)
      }
      (stays + position).initialize(to: !goes)
      if !goes { kept.insert(box, at: position) }
    }
    return true
  }
}
