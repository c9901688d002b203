/// What every detector does with its candidates once it can tell scores and boxes: threshold, top-k per level, merge of
/// the levels, suppression, cap, and back into the original image.
public struct DetectionStages<S: Scalar>: Sendable {
  /// Scores must be strictly greater.
  public var scoreThreshold: PerClass<S>
  /// (row, class) pairs that a level passes on.
  public var topK: Int
  /// Boxes that are too small go before suppression; `nil`: none.
  public var sieve: BoxSieve<S>?
  /// What becomes of overlapping boxes; `nil`: all stay.
  public var suppression: Suppression<S>?
  /// Boxes an image is left with.
  public var maxDetections: Int
  /// Boxes of each class that an image is left with; `nil`: any.
  public var maxDetectionsPerClass: Int?
  /// Numbers that an explanation may hold; `nil`: none is given.
  public var explanationLimit: Int?

  /// The stages; the defaults are the contract's for RetinaNet.
  public init(
    scoreThreshold: PerClass<S> = .one(0.05), topK: Int = 1000, sieve: BoxSieve<S>? = nil,
    suppression: Suppression<S>? = Suppression(), maxDetections: Int = 100, maxDetectionsPerClass: Int? = nil,
    explanationLimit: Int? = nil
  ) {
    self.scoreThreshold = scoreThreshold
    self.topK = topK
    self.sieve = sieve
    self.maxDetectionsPerClass = maxDetectionsPerClass
    self.suppression = suppression
    self.maxDetections = maxDetections
    self.explanationLimit = explanationLimit
  }

  func check(classes: Int) throws(DetectionError) {
    try scoreThreshold.check(.scoreThreshold, classes: classes)
    try suppression?.check(classes: classes)
  }

  /// All stages, from the scores of a head to boxes: threshold, top-k, decoding, merge of the levels, suppression, cap.
  /// `mapping` takes boxes from the image of the network to the original. Compiled for every head of this module by
  /// itself; other heads pay for being generic.
  @specialized(where S == Float, Head == RetinaNetHead<Float>)
  @specialized(where S == Double, Head == RetinaNetHead<Double>)
  @specialized(where S == Float, Head == FCOSHead<Float>)
  @specialized(where S == Double, Head == FCOSHead<Double>)
  @specialized(where S == Float, Head == SSDHead<Float>)
  @specialized(where S == Double, Head == SSDHead<Double>)
  @specialized(where S == Float, Head == RPNHead<Float>)
  @specialized(where S == Double, Head == RPNHead<Double>)
  @specialized(where S == Float, Head == RoIHead<Float>)
  @specialized(where S == Double, Head == RoIHead<Double>)
  @specialized(where S == Float, Head == DETRHead<Float>)
  @specialized(where S == Double, Head == DETRHead<Double>)
  @specialized(where S == Float, Head == PlainBoxHead<Float>)
  @specialized(where S == Double, Head == PlainBoxHead<Double>)
  @specialized(where S == Float, Head == EndToEndHead<Float>)
  @specialized(where S == Double, Head == EndToEndHead<Double>)
  @specialized(where S == Float, Head == YOLOv1Head<Float>)
  @specialized(where S == Double, Head == YOLOv1Head<Double>)
  @specialized(where S == Float, Head == AnchorGridHead<Float>)
  @specialized(where S == Double, Head == AnchorGridHead<Double>)
  @specialized(where S == Float, Head == CenterNetHead<Float>)
  @specialized(where S == Double, Head == CenterNetHead<Double>)
  @specialized(where S == Float, Head == DistributionHead<Float>)
  @specialized(where S == Double, Head == DistributionHead<Double>)
  @specialized(where S == Float, Head == YOLOv8Head<Float>)
  @specialized(where S == Double, Head == YOLOv8Head<Double>)
  public func detect<Head: DetectorHead>(
    _ head: Head, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> where Head.S == S {
    guard head.levels.allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= head.rows }) else {
      throw .conflict(.featureSizes, .rowsOfLevels(limit: head.rows))
    }
    var selection = try CandidateSelection(
      self, rows: head.rows, classes: head.classes, background: head.background, labels: head.labels)
    try head.select(into: &selection, deadline: deadline)
    try deadline.check()
    let width = max(selection.width, 1)
    let (candidates, boxes, small) = sifted(
      selection.candidates.sorted(by: Candidate.isBetter), sides: { ($0.x2 - $0.x1, $0.y2 - $0.y1) }
    ) { candidate in head.box(candidate.pair / width, Int(candidate.label)) }
    var outcome = try suppressed(candidates, boxes, deadline)
    var counts = selection.counts
    if sieve != nil { counts.afterMinimumSize = candidates.count }
    counts.afterNMS = outcome.kept.count
    counts.returned = cap(&outcome, labels: { Int(candidates[$0].label) })
    let explanation = try explanation(selection, candidates, small, outcome, returned: counts.returned)
    let returned = outcome.kept.prefix(counts.returned).map { candidates[$0] }
    let found = outcome.boxes ?? outcome.kept.map { boxes[$0] }
    let rows = returned.map { $0.pair / width }
    return Detections(
      boxes: Boxes(corners: found.prefix(counts.returned).map { mapping?.original($0) ?? $0 }).tensor,
      scores: Tensor(outcome.scores.map { Array($0.prefix(counts.returned)) } ?? returned.map(\.score)),
      labels: Tensor(returned.map { head.answeredLabel(Int($0.label)) }), anchorIndices: Tensor(rows),
      levels: Tensor(rows.map { head.levels.level(of: $0) }), counts: counts,
      explanation: explanation)
  }

  private func suppressed(
    _ candidates: [Candidate<S>], _ boxes: [CornerBox<S>], _ deadline: Deadline
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    guard let suppression else { return SuppressionOutcome(kept: Array(candidates.indices)) }
    return try suppression.apply(
      boxes, scores: candidates.map(\.score), indices: candidates.map(\.pair),
      labels: candidates.map { Int($0.label) }, explains: explanationLimit != nil, deadline: deadline)
  }

  func explanation(
    _ selection: CandidateSelection<S>, _ candidates: [Candidate<S>], _ small: [Int], _ outcome: SuppressionOutcome<S>,
    returned: Int
  ) throws(DetectionError) -> Explanation<S>? {
    guard let explanationLimit else { return nil }
    return try Explanation(
      selection.fates, outcome, indices: { candidates[$0].pair }, small: sieve == nil ? nil : small,
      returned: returned, limit: explanationLimit)
  }
}
