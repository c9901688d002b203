/// What a detector's head says of one image, as the stages after it ask for it: first which scores there are, then the
/// boxes of the few that are left.
protocol DetectorHead<S> {
  associatedtype S: Scalar

  /// Anchors, cells, queries or proposals.
  var rows: Int { get }
  /// Classes, a background class included.
  var classes: Int { get }
  /// The class that is none.
  var background: Int? { get }
  /// Which classes of a row are candidates.
  var labels: RowLabels { get }
  /// How the levels of a pyramid divide the rows; empty: they are one level.
  var levels: [Range<Int>] { get }

  /// Offers the scores of the candidates; what can be told to be too low may be left out.
  func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError)
  /// The box of a row under a class, in the pixels of the network.
  func box(_ row: Int, _ label: Int) -> CornerBox<S>
}

extension DetectorHead {
  var background: Int? { nil }
  var labels: RowLabels { .all }
  var levels: [Range<Int>] { [] }
}

extension DetectionStages {
  /// All stages, from the scores of a head to boxes in the original image.
  @inline(__always)
  func detections(
    of head: some DetectorHead<S>, mapping: ImageMapping<S>?, deadline: Deadline
  ) throws(DetectionError) -> Detections<S> {
    guard head.levels.allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= head.rows }) else {
      throw .conflict(input: "feature_sizes", reason: "the levels hold more rows than the \(head.rows) there are")
    }
    var selection = try CandidateSelection(
      self, rows: head.rows, classes: head.classes, background: head.background, labels: head.labels)
    try head.select(into: &selection, deadline: deadline)
    return try detections(selection, levels: head.levels, mapping: mapping, deadline: deadline) { row, label in
      head.box(row, label)
    }
  }
}
