/// What a detector's network says of one image, as the stages after it ask for it: where a row lies, its scores, and the
/// boxes of the few that are left. ``DetectionStages/detect(_:mapping:deadline:)`` runs any of them.
public protocol DetectorHead<S>: Sendable {
  /// The precision of its numbers.
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

  /// Offers the scores of the candidates, one group a level or whatever `topK` counts in; scores at or below
  /// ``CandidateSelection/floor`` may be left out.
  func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError)
  /// The box of a row under a class, in the pixels of the network, before it is clipped. Only candidates are asked for.
  func box(_ row: Int, _ label: Int) -> CornerBox<S>
  /// What boxes are clipped to; `nil`: they are not.
  var clip: ImageSize<S>? { get }
  /// A candidate as it goes on from the selection: itself, unless a head selects by another score than it answers.
  func rescored(_ candidate: Candidate<S>) -> Candidate<S>
  /// The class that is answered for a candidate's label; the label itself, unless a head selects by other groups.
  func answeredLabel(_ label: Int) -> Int
}

extension DetectorHead {
  /// None.
  public var background: Int? { nil }
  /// Every class by itself.
  public var labels: RowLabels { .all }
  /// One level.
  public var levels: [Range<Int>] { [] }
  /// Boxes are not clipped.
  public var clip: ImageSize<S>? { nil }
  /// The candidate itself.
  public func rescored(_ candidate: Candidate<S>) -> Candidate<S> { candidate }
  /// The label itself.
  public func answeredLabel(_ label: Int) -> Int { label }
}

extension DetectionStages {
  /// The classes that numbers per class are given for.
  public var classCount: Int? { scoreThreshold.count ?? suppression?.iouThreshold.count }
}
