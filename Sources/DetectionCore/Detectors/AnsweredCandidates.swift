/// The candidates that an image is left with, and their boxes as they are answered.
struct AnsweredCandidates<S: Scalar> {
  /// Best score first.
  private(set) var candidates: [Candidate<S>]
  private(set) var boxes: [CornerBox<S>]
  private(set) var scores: [S]
  /// What suppression left, those first that the cap lets through.
  let outcome: SuppressionOutcome<S>
  /// How many those are.
  let capped: Int

  /// What suppression left of candidates and their boxes, up to the cap of the stages.
  init(
    _ outcome: SuppressionOutcome<S>, _ candidates: [Candidate<S>], _ boxes: [CornerBox<S>],
    cap stages: DetectionStages<S>
  ) {
    var outcome = outcome
    let capped = stages.cap(&outcome, labels: { Int(candidates[$0].label) })
    let kept = outcome.kept.prefix(capped)
    self.candidates = kept.map { candidates[$0] }
    self.boxes = outcome.boxes.map { Array($0.prefix(capped)) } ?? kept.map { boxes[$0] }
    scores = outcome.scores.map { Array($0.prefix(capped)) } ?? self.candidates.map(\.score)
    (self.outcome, self.capped) = (outcome, capped)
  }

  /// Takes boxes to where they are answered, and drops those that are empty there; answers the pairs of these.
  mutating func finish(dropsEmpty: Bool, _ place: (CornerBox<S>) -> CornerBox<S>) -> [Int] {
    boxes = boxes.map(place)
    guard dropsEmpty else { return [] }
    let stays = boxes.map { $0.x2 > $0.x1 && $0.y2 > $0.y1 }
    let gone = stays.indices.filter { !stays[$0] }.map { candidates[$0].pair }
    let left = stays.indices.filter { stays[$0] }
    (candidates, boxes, scores) = (left.map { candidates[$0] }, left.map { boxes[$0] }, left.map { scores[$0] })
    return gone
  }
}
