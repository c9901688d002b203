/// Matrix NMS: every score decays once, by the better box that leaves the least of it; how much a box can take from
/// others is made up for by how much it was overlapped itself.
///
/// Wang et al., «SOLOv2» (2020), §3.3: decay_j = min_{i<j} f(IoU_ij)/f(max_{k<i} IoU_ki). A box of which f leaves nothing
/// takes nothing from others.
extension Suppression {
  /// One class. False if the time was over before it was done.
  func matrix(
    _ group: ClassGroups.Group, _ candidates: [CornerBox<S>], _ scores: [S],
    into decayed: UnsafeMutablePointer<S?>, _ suppressors: UnsafeMutablePointer<Suppressor>, _ deadline: Deadline
  ) -> Bool {
    let (least, measure) = (decayedThreshold?[group.label] ?? -.infinity, rule(group.label).measure)
    let positions = Array(group.positions)
    let boxes = positions.map { candidates[$0] }
    // What f leaves of each box under its own worst overlap.
    var own: [S] = []
    for (number, position) in positions.enumerated() {
      if deadline.isOver { return false }
      var (worst, factor, by) = (S(0), S(1), Suppressor.none)
      for other in 0..<number {
        let overlap = boxes[other].overlap(boxes[number], by: measure)
        worst = max(worst, overlap)
        guard own[other] > 0 else { continue }
        let ratio = decay.factor(overlap) / own[other]
        if ratio < factor {
          (factor, by) = (ratio, Suppressor(position: positions[other], overlap: overlap))
        }
      }
      own.append(decay.factor(worst))
      let score = scores[position] * factor
      (decayed + position).initialize(to: score > least ? score : nil)
      (suppressors + position).initialize(to: by)
    }
    return true
  }
}
