/// Weighted boxes fusion of what several models found in one image.
///
/// Solovyev et al., «Weighted boxes fusion» (2019), §3; scores as the authors' ensemble-boxes computes them. Boxes of one
/// class are taken by falling score × weight of their model, of equal ones the lower index first.
public struct ModelFusion<S: Scalar>: Sendable {
  /// What boxes were merged into.
  public struct Fused: Sendable {
    /// Boxes in the format of the request, best score first.
    public var boxes: Boxes<S>
    /// Scores (n).
    public var scores: [S]
    /// Class indices (n).
    public var labels: [Int]
    /// How many boxes each was merged from (n).
    public var sizes: [Int]
    /// For each box of the request the merged one it is part of; −1: its score was too low.
    public var clusters: [Int]
  }

  /// The overlap above which a box joins a cluster.
  public var iouThreshold: S
  /// Boxes with a lower score are left out.
  public var skipBoxThreshold: S
  /// The score of merged boxes.
  public var score: FusedScore
  /// Scores may exceed those given where a cluster has more boxes than there are models.
  public var allowsOverflow: Bool

  /// A fusion; the defaults are ensemble-boxes'.
  public init(
    iouThreshold: S = 0.55, skipBoxThreshold: S = 0, score: FusedScore = .average, allowsOverflow: Bool = false
  ) {
    self.iouThreshold = iouThreshold
    self.skipBoxThreshold = skipBoxThreshold
    self.score = score
    self.allowsOverflow = allowsOverflow
  }

  /// `boxes` (N, 4), `scores` (N) ≥ 0, `labels` (N) or one class, `models` (N): which model each is of, or all of the
  /// first; `weights`: one positive number a model.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, scores: Tensor<S>, labels: Tensor<Int>? = nil, models: Tensor<Int>? = nil, weights: [S],
    deadline: Deadline = .never
  ) throws(DetectionError) -> Fused {
    try check(boxes.count, scores, labels, models, weights)
    let confidences = scores.elements.indices.map { scores[$0] * weights[models?[$0] ?? 0] }
    let fusion = WeightedBoxFusion(
      rule: OverlapRule(measure: .iou, threshold: iouThreshold, comparator: .greater),
      boxes: boxes.converted(to: .xyxy).withRows { rows in (0..<boxes.count).map { CornerBox(rows + 4 * $0) } },
      scores: confidences)
    let order = Tensor(confidences).withElements { ScoreOrder.indices($0, above: nil) }
      .filter { scores[$0] >= skipBoxThreshold }
    let ofModels = ModelWeights(weights)
    var merged: [(cluster: FusedCluster<S>, score: S)] = []
    for group in ClassGroups(count: order.count, labels: labels.map { labels in order.map { labels[$0] } }).groups {
      guard let clusters = fusion.clusters(of: group.positions.map { order[$0] }, deadline) else {
        throw .deadlineExceeded
      }
      merged += clusters.map { ($0, value($0.members, confidences, models, ofModels)) }
    }
    merged.sort { a, b in a.score != b.score ? a.score > b.score : a.cluster.members[0] < b.cluster.members[0] }
    return answer(merged, boxes, labels)
  }

  private func answer(_ merged: [(cluster: FusedCluster<S>, score: S)], _ boxes: Boxes<S>, _ labels: Tensor<Int>?)
    -> Fused
  {
    var clusters = [Int](repeating: -1, count: boxes.count)
    for (number, (cluster, _)) in merged.enumerated() {
      for member in cluster.members { clusters[member] = number }
    }
    return Fused(
      boxes: Boxes(corners: merged.map(\.cluster.box)).converted(to: boxes.format), scores: merged.map(\.score),
      labels: merged.map { labels?[$0.cluster.members[0]] ?? 0 }, sizes: merged.map(\.cluster.members.count),
      clusters: clusters)
  }

  private func value(_ members: [Int], _ confidences: [S], _ models: Tensor<Int>?, _ weights: ModelWeights<S>) -> S {
    let total = members.reduce(S(0)) { $0 + confidences[$1] }
    let count = S(members.count)
    let taken = members.reduce(S(0)) { $0 + weights.each[models?[$1] ?? 0] }
    // By index, so that the order of a set is nobody's business.
    let present = Set(members.map { models?[$0] ?? 0 }).sorted().reduce(S(0)) { $0 + weights.each[$1] }
    switch score {
    case .average where allowsOverflow: return total / weights.total
    case .average: return total / count * min(S(weights.each.count), count) / weights.total
    case .maximum: return (members.map { confidences[$0] }.max() ?? 0) / weights.most
    case .boxAndModelAverage: return total / taken * (present / weights.total)
    case .absentModelAwareAverage: return total / (taken + (weights.total - present))
    }
  }

  private func check(
    _ count: Int, _ scores: Tensor<S>, _ labels: Tensor<Int>?, _ models: Tensor<Int>?, _ weights: [S]
  ) throws(DetectionError) {
    try scores.check(.scores, shape: Shape(vector: count), toFit: .boxes)
    try scores.check(.scores, .weighingScore) { $0 >= 0 }
    for (role, tensor) in [(InputRole.labels, labels), (.modelIndices, models)] {
      guard let tensor, tensor.shape != scores.shape else { continue }
      throw .shape(role, .toFit(.boxes, scores.shape), found: tensor.shape)
    }
    let position = models?.withElements { $0.firstIndex { !weights.indices.contains($0) } }
    if let models, let position {
      throw .number(
        .modelIndices, .model(count: weights.count), position: position, value: Double(models[position]))
    }
    guard !weights.isEmpty else { throw .conflict(.weights, .noWeight) }
  }
}

/// How much each model counts; told once, as there may be as many models as clusters.
private struct ModelWeights<S: Scalar> {
  let each: [S]
  let total: S
  let most: S

  init(_ weights: [S]) {
    each = weights
    total = weights.reduce(0, +)
    most = weights.max() ?? 1
  }
}
