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
  /// What top-k counts in; `nil`: what the detector is used to.
  public var topKScope: TopKScope?
  /// When boxes are clipped, if their head is clipped at all.
  public var clipping = Clipping.beforeSuppression
  /// What boxes go through before they are suppressed.
  public var convention = SuppressionConvention()
  /// Boxes that are without area in the end go, so that an image may be left with fewer than `maxDetections`.
  public var dropsEmptyAnswers = false

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
    // Boxes that are shifted, or set apart, have no class of their own to look a threshold up by.
    if !convention.isPlain, suppression?.iouThreshold.count != nil {
      throw .conflict(.iouThreshold, .oneClass)
    }
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
    let clip = clipping == .beforeSuppression ? head.clip : nil
    let (candidates, boxes, small) = sifted(
      Candidate.sorted(selection.candidates.map { head.rescored($0) }),
      sides: { ($0.x2 - $0.x1, $0.y2 - $0.y1) }
    ) { candidate in
      let box = head.box(candidate.pair / width, Int(candidate.label))
      return clip.map { box.clipped(to: $0) } ?? box
    }
    let outcome = try suppressed(candidates, boxes, deadline)
    var counts = selection.counts
    if sieve != nil || dropsEmptyAnswers { counts.afterMinimumSize = candidates.count }
    counts.afterNMS = outcome.kept.count
    var answer = AnsweredCandidates(outcome, candidates, boxes, cap: self)
    let late = clipping == .afterSuppression ? head.clip : nil
    let gone = answer.finish(dropsEmpty: dropsEmptyAnswers) { box in
      mapping?.original(box) ?? late.map { box.clipped(to: $0) } ?? box
    }
    counts.returned = answer.candidates.count
    let rows = answer.candidates.map { $0.pair / width }
    return Detections(
      boxes: Boxes(corners: answer.boxes).tensor, scores: Tensor(answer.scores),
      labels: Tensor(answer.candidates.map { head.answeredLabel(Int($0.label)) }), anchorIndices: Tensor(rows),
      levels: Tensor(rows.map { head.levels.level(of: $0) }), counts: counts,
      explanation: try explanation(selection, candidates, small + gone, answer.outcome, returned: answer.capped))
  }

  private func suppressed(
    _ candidates: [Candidate<S>], _ boxes: [CornerBox<S>], _ deadline: Deadline
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    guard var suppression else { return SuppressionOutcome(kept: Array(candidates.indices)) }
    var (boxes, labels): ([CornerBox<S>], [Int]?) = (boxes, candidates.map { Int($0.label) })
    if !convention.isPlain {
      (boxes, labels) = convention.prepare(boxes, labels: labels, isAgnostic: suppression.classAgnostic)
      suppression.classAgnostic = labels == nil
    }
    return try suppression.apply(
      boxes, scores: candidates.map(\.score), indices: candidates.map(\.pair), labels: labels,
      explains: explanationLimit != nil, deadline: deadline)
  }

  func explanation(
    _ selection: CandidateSelection<S>, _ candidates: [Candidate<S>], _ small: [Int], _ outcome: SuppressionOutcome<S>,
    returned: Int
  ) throws(DetectionError) -> Explanation<S>? {
    guard let explanationLimit else { return nil }
    return try Explanation(
      selection.fates, outcome, indices: { candidates[$0].pair },
      small: sieve == nil && !dropsEmptyAnswers ? nil : small,
      returned: returned, limit: explanationLimit)
  }
}
