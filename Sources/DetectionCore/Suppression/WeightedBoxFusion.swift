/// Boxes that were merged into one.
struct FusedCluster<S: Scalar> {
  /// Where its boxes stand, best score first.
  var members: [Int]
  /// The mean of its boxes, weighted by their scores.
  var box: CornerBox<S>
}

/// Weighted boxes fusion of one class: boxes that overlap a cluster's mean join it and move it.
///
/// Solovyev et al., «Weighted boxes fusion: Ensembling boxes from different object detection models» (2019), §3; as in
/// the authors' ensemble-boxes. A box joins the cluster it overlaps most, of equal ones the one that was there first.
struct WeightedBoxFusion<S: Scalar> {
  let rule: OverlapRule<S>
  /// By position.
  let boxes: [CornerBox<S>]
  /// By position, ≥ 0.
  let scores: [S]

  /// The clusters of the boxes at these positions, which come best score first. `joined` is called for every box that joins
  /// a cluster, with its overlap. `nil` if the time was over before it was done.
  func clusters(
    of positions: some Sequence<Int>, _ deadline: Deadline,
    joined: (_ position: Int, _ first: Int, _ overlap: S) -> Void = { _, _, _ in }
  ) -> [FusedCluster<S>]? {
    var clusters: [FusedCluster<S>] = []
    for position in positions {
      if deadline.isOver { return nil }
      if let match = match(boxes[position], clusters) {
        joined(position, clusters[match.cluster].members[0], match.overlap)
        clusters[match.cluster].members.append(position)
        clusters[match.cluster].box = mean(clusters[match.cluster].members)
      } else {
        clusters.append(FusedCluster(members: [position], box: boxes[position]))
      }
    }
    return clusters
  }

  private func match(_ box: CornerBox<S>, _ clusters: [FusedCluster<S>]) -> (cluster: Int, overlap: S)? {
    var best: (cluster: Int, overlap: S)?
    for (number, cluster) in clusters.enumerated() {
      let overlap = cluster.box.overlap(box, by: rule.measure)
      guard rule.isTooMuch(overlap), best.map({ overlap > $0.overlap }) ?? true else { continue }
      best = (number, overlap)
    }
    return best
  }

  /// By differences from the first box, so that equal boxes have it as their mean. Scores of 0 weigh alike.
  private func mean(_ members: [Int]) -> CornerBox<S> {
    let total = members.reduce(S(0)) { $0 + scores[$1] }
    let first = boxes[members[0]]
    func mean(_ edge: KeyPath<CornerBox<S>, S>) -> S {
      let sum = members.reduce(S(0)) { sum, member in
        let weight = total > 0 ? scores[member] / total : 1 / S(members.count)
        return sum + (boxes[member][keyPath: edge] - first[keyPath: edge]) * weight
      }
      return first[keyPath: edge] + sum
    }
    let (x1, y1) = (mean(\.x1), mean(\.y1))
    // Rounding must not turn a box without width inside out.
    return CornerBox(x1: x1, y1: y1, x2: max(mean(\.x2), x1), y2: max(mean(\.y2), y1))
  }
}

extension Suppression {
  /// Merges boxes of one set; the best box of a cluster stands for it.
  func fuse(
    _ candidates: [CornerBox<S>], _ scores: [S], indices: [Int], _ groups: ClassGroups, explains: Bool,
    _ deadline: Deadline
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    var suppressors = explains ? [Suppressor](repeating: .none, count: candidates.count) : []
    var merged: [(position: Int, score: S, box: CornerBox<S>)] = []
    for group in groups.groups {
      let fusion = WeightedBoxFusion(rule: rule(group.label), boxes: candidates, scores: scores)
      let clusters = fusion.clusters(of: group.positions, deadline) { position, first, overlap in
        if explains { suppressors[position] = Suppressor(position: first, overlap: overlap) }
      }
      guard let clusters else { throw .deadlineExceeded }
      merged += clusters.map { ($0.members[0], fusedScore.value($0.members.map { scores[$0] }), $0.box) }
    }
    merged.sort { a, b in a.score != b.score ? a.score > b.score : indices[a.position] < indices[b.position] }
    return SuppressionOutcome(
      kept: merged.map(\.position), scores: merged.map(\.score), boxes: merged.map(\.box), suppressors: suppressors)
  }
}

extension FusedScore {
  fileprivate func value<S: Scalar>(_ scores: [S]) -> S {
    // Of one model, absent ones and shares of models change nothing.
    self == .maximum ? scores.max() ?? 0 : scores.reduce(0) { $0 + $1 / S(scores.count) }
  }
}
