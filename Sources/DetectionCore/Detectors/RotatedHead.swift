/// A head whose rows hold rotated boxes.
public protocol RotatedHead<S>: ExtraNumbers {
  /// The rotated box of a row, in the pixels of the network.
  func rotatedBox(_ row: Int) -> RotatedBox<S>
}

extension DetectionStages {
  /// All stages of a head of rotated boxes: as ``detect(_:mapping:deadline:)``, with a suppression of its own; `nil`: none.
  /// Boxes are answered with their upright hulls, clipped to the image; `regularizes`: with angles in [0, π/2).
  @specialized(where S == Float, Head == YOLOv8Head<Float>)
  @specialized(where S == Double, Head == YOLOv8Head<Double>)
  @specialized(where S == Float, Head == EndToEndHead<Float>)
  @specialized(where S == Double, Head == EndToEndHead<Double>)
  public func detectRotated<Head: RotatedHead>(
    _ head: Head, suppression: RotatedSuppression<S>?, regularizes: Bool = false, mapping: ImageMapping<S>? = nil,
    deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> where Head.S == S {
    guard head.extraCount >= 1 else { throw .conflict(.predictions, .noAngle) }
    var selection = try CandidateSelection(self, rows: head.rows, classes: head.classes, labels: head.labels)
    try suppression?.iouThreshold.check(.iouThreshold, classes: head.classes)
    try head.select(into: &selection, deadline: deadline)
    try deadline.check()
    let width = max(selection.width, 1)
    let (candidates, boxes, small) = sifted(
      Candidate.sorted(selection.candidates), sides: { ($0.width, $0.height) }
    ) { candidate in head.rotatedBox(candidate.pair / width) }
    if let position = boxes.firstIndex(where: { !($0.width >= 0 && $0.height >= 0) }) {
      throw .invertedBoxes(.predictions, rows: [candidates[position].pair / width])
    }
    var outcome =
      try suppression?.apply(boxes, labels: candidates.map { Int($0.label) }, deadline: deadline)
      ?? SuppressionOutcome(kept: Array(candidates.indices))
    var counts = selection.counts
    if sieve != nil { counts.afterMinimumSize = candidates.count }
    counts.afterNMS = outcome.kept.count
    counts.returned = cap(&outcome, labels: { Int(candidates[$0].label) })
    let explanation = try explanation(selection, candidates, small, outcome, returned: counts.returned)
    let kept = outcome.kept.prefix(counts.returned)
    let found = kept.map { position in
      let box = regularizes ? boxes[position].regular : boxes[position]
      return mapping?.original(box) ?? box
    }
    let rows = kept.map { candidates[$0].pair / width }
    var detections = Detections(
      boxes: Boxes(
        corners: found.map { box in mapping.map { box.hull.clipped(to: $0.original) } ?? box.hull }
      ).tensor, scores: Tensor(kept.map { candidates[$0].score }),
      labels: Tensor(kept.map { head.answeredLabel(Int(candidates[$0].label)) }), anchorIndices: Tensor(rows),
      levels: Tensor(rows.map { head.levels.level(of: $0) }), counts: counts, explanation: explanation)
    detections.rotatedBoxes = RotatedBoxes(unchecked: found)
    return detections
  }
}
