/// Suppression of plain boxes, and what became of each.
public struct SuppressedBoxes<S: Scalar>: Sendable {
  /// The boxes that stay, best score first.
  public var indices: [Int]
  /// Their scores, where the method changes them.
  public var scores: [S]?
  /// Their boxes, (n, 4) in the format of the request, where the method changes them.
  public var boxes: Boxes<S>?
  /// What each stage left.
  public var counts: DetectionCounts
  /// Only if it was asked for.
  public var explanation: Explanation<S>?

  /// Boxes that stay, whose scores and boxes are those that they had.
  public init(indices: [Int], counts: DetectionCounts, explanation: Explanation<S>? = nil) {
    self.indices = indices
    self.counts = counts
    self.explanation = explanation
  }
}

extension Suppression {
  /// Which boxes stay: `boxes` (N, 4), `scores` (N), `labels` (N) or one class. Only scores strictly greater than
  /// `scoreThreshold`, and than their class's of `classThresholds`, take part; `maxDetections` of those that stay are answered. With `explanationLimit` the answer
  /// accounts for all others, in at the most that many numbers.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, scores: Tensor<S>, labels: Tensor<Int>? = nil, scoreThreshold: S? = nil,
    classThresholds: [S]? = nil, maxDetections: Int = .max, maxDetectionsPerClass: Int? = nil,
    explanationLimit: Int? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> SuppressedBoxes<S> {
    try checkRows(scores, labels, like: boxes.count)
    let order = try order(scores, labels, scoreThreshold, classThresholds)
    if weighsScores, let last = order.last, scores[last] < 0 {
      throw .number(
        .scores, .scoreOfMethod(method.rawValue), position: last, value: Double(scores[last]))
    }
    let candidates = boxes.converted(to: .xyxy).withRows { rows in order.map { CornerBox(rows + 4 * $0) } }
    var outcome = try apply(
      candidates, scores: weighsScores ? order.map { scores[$0] } : [], indices: order,
      labels: labels.map { labels in order.map { labels[$0] } },
      explains: explanationLimit != nil, deadline: deadline)
    let returned = cap(&outcome, maxDetections, maxDetectionsPerClass) { labels?[order[$0]] ?? 0 }
    var found = try answer(outcome, order, count: scores.count, returned, explanationLimit)
    found.scores = outcome.scores.map { Array($0.prefix(found.counts.returned)) }
    found.boxes = outcome.boxes.map { Boxes(corners: $0.prefix(found.counts.returned)).converted(to: boxes.format) }
    return found
  }

  /// What suppression left of `count` boxes, of which it looked at those of `order`.
  func answer(
    _ outcome: SuppressionOutcome<S>, _ order: [Int], count: Int, _ returned: Int, _ explanationLimit: Int?
  ) throws(DetectionError) -> SuppressedBoxes<S> {
    var counts = DetectionCounts(
      candidates: count, aboveThreshold: order.count, afterTopK: order.count, afterNMS: outcome.kept.count)
    counts.returned = returned
    return SuppressedBoxes(
      indices: outcome.kept.prefix(returned).map { order[$0] }, counts: counts,
      explanation: try explanationLimit.map { limit throws(DetectionError) in
        try Explanation(
          Self.fates(count, selected: order), outcome, indices: { order[$0] }, returned: returned, limit: limit)
      })
  }

  /// The boxes that take part, best first.
  func order(_ scores: Tensor<S>, _ labels: Tensor<Int>?, _ threshold: S?, _ classThresholds: [S]?)
    throws(DetectionError) -> [Int]
  {
    let order = scores.withElements { ScoreOrder.indices($0, above: threshold) }
    guard let classThresholds else { return order }
    let thresholds = PerClass.each(classThresholds)
    try thresholds.check(.scoreThreshold, labels: labels)
    return order.filter { scores[$0] > thresholds[labels?[$0] ?? 0] }
  }

  /// How many of the boxes that stay are answered; those come first from here on.
  func cap(
    _ outcome: inout SuppressionOutcome<S>, _ most: Int, _ mostPerClass: Int?, label: (_ position: Int) -> Int
  ) -> Int {
    DetectionStages(maxDetections: most, maxDetectionsPerClass: mostPerClass).cap(&outcome, labels: label)
  }

  func checkRows(_ scores: Tensor<S>, _ labels: Tensor<Int>?, like count: Int) throws(DetectionError) {
    try scores.check(.scores, shape: Shape(vector: count), toFit: .boxes)
    if let labels, labels.shape != scores.shape {
      throw .shape(.labels, .toFit(.boxes, scores.shape), found: labels.shape)
    }
    try check(labels: labels)
  }

  private static func fates(_ count: Int, selected: [Int]) -> [CandidateFate] {
    var fates = [CandidateFate](repeating: .belowThreshold, count: count)
    for index in selected { fates[index] = .selected }
    return fates
  }
}

extension Boxes {
  /// Corner boxes as rows.
  init(corners: some Collection<CornerBox<S>>) {
    let tensor = Tensor<S>(shape: Shape(boxes: corners.count)) { output in
      guard let base = output.baseAddress else { return }
      for (row, box) in corners.enumerated() { box.write(to: base + 4 * row) }
    }
    self.init(unchecked: tensor, format: .xyxy)
  }
}
