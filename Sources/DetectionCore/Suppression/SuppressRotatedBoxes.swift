extension Suppression {
  /// Which rotated boxes stay, greedily, by IoU: as for other boxes. The method must be `hard`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: RotatedBoxes<S>, scores: Tensor<S>, labels: Tensor<Int>? = nil, scoreThreshold: S? = nil,
    classThresholds: [S]? = nil, maxDetections: Int = .max, maxDetectionsPerClass: Int? = nil,
    explanationLimit: Int? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> SuppressedBoxes<S> {
    guard method == .hard, metric == .iou else {
      throw .conflict(.suppression, .rotatedSuppression)
    }
    try checkRows(scores, labels, like: boxes.count)
    let order = try order(scores, labels, scoreThreshold, classThresholds)
    let rows = boxes.boxes
    var outcome = try greedy(order.map { rows[$0] }, labels.map { labels in order.map { labels[$0] } }, deadline)
    let returned = cap(&outcome, maxDetections, maxDetectionsPerClass) { labels?[order[$0]] ?? 0 }
    return try answer(outcome, order, count: scores.count, returned, explanationLimit)
  }

  private func greedy(_ boxes: [RotatedBox<S>], _ labels: [Int]?, _ deadline: Deadline) throws(DetectionError)
    -> SuppressionOutcome<S>
  {
    let groups = ClassGroups(count: boxes.count, labels: classAgnostic ? nil : labels)
    let suppressors = UninitializedTensor<Suppressor>(Shape(vector: boxes.count))
    try groups.forEach { group in
      let rule = rule(group.label)
      var kept: [Int] = []
      for position in group.positions {
        if deadline.isOver { return false }
        var suppressor = Suppressor.none
        for best in kept {
          let overlap = boxes[best].iou(boxes[position])
          guard rule.isTooMuch(overlap) else { continue }
          suppressor = Suppressor(position: best, overlap: overlap)
          break
        }
        (suppressors.start + position).initialize(to: suppressor)
        if suppressor.position < 0 { kept.append(position) }
      }
      return true
    }
    let all = suppressors.tensor.elements
    return SuppressionOutcome(kept: all.indices.filter { all[$0].position < 0 }, suppressors: all)
  }
}
