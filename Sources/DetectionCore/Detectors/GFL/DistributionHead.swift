import RealModule

/// The head of GFL and NanoDet for one image: the quality of every class, and for each side of a box a distribution over
/// distances 0 … n in strides.
///
///     d = Σ_i i · softmax(t)_i,   x1 = x − d_left · stride,  …
///
/// Li et al., «Generalized Focal Loss» (2020), §3.2; as mmdetection's `GFLHead` and NanoDet's `NanoDetPlusHead`. `topK` counts
/// by level.
public struct DistributionHead<S: Scalar>: DetectorHead {
  private let scores: HeadPyramid<S>
  private let firstClass: Int
  private let distributions: HeadPyramid<S>
  private let firstBin: Int
  private let bins: Int
  private let cells: Boxes<S>
  private let image: ImageSize<S>
  private let activation: ScoreActivation
  /// What the scores are to the caller.
  private let role: InputRole
  /// How the levels divide the rows.
  public let levels: [Range<Int>]
  /// Which classes of a row are candidates.
  public let labels: RowLabels
  /// Classes.
  public let classes: Int

  /// Rows of the head.
  public var rows: Int { scores.rows }

  /// A head of A rows: `classes` channels of `scores` from `firstClass` on, and 4 · `bins` of `distributions` from
  /// `firstBin` on, left, top, right, bottom; `cells` (A, 4) boxes of the cells' size around the points that distances are
  /// counted from. Boxes are clipped to `image`.
  public init(
    scores: HeadPyramid<S>, firstClass: Int = 0, classes: Int, distributions: HeadPyramid<S>, firstBin: Int = 0,
    bins: Int,
    cells: Boxes<S>, levels: [Range<Int>], image: ImageSize<S>, activation: ScoreActivation = .sigmoid,
    labels: RowLabels = .all, role: InputRole = .classLogits
  ) throws(DetectionError) {
    self.role = role
    try scores.check(role, rows: cells.count, like: .anchors)
    try distributions.check(.boxDistributions, rows: cells.count, like: .anchors)
    let needed = bins.multipliedReportingOverflow(by: 4)
    guard bins >= 1, !needed.overflow, firstBin <= distributions.channels,
      needed.partialValue <= distributions.channels - firstBin
    else {
      throw .conflict(.boxDistributions, .channelsOfBox(distributions.channels, bins: bins))
    }
    guard firstClass >= 0, classes >= 0, firstClass <= scores.channels, classes <= scores.channels - firstClass else {
      throw .conflict(role, .channelsOfClasses(scores.channels, classes: classes))
    }
    (self.scores, self.firstClass, self.classes) = (scores, firstClass, classes)
    (self.distributions, self.firstBin, self.bins) = (distributions, firstBin, bins)
    (self.cells, self.levels, self.image) = (cells, levels, image)
    (self.activation, self.labels) = (activation, labels)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    if activation == .none { try scores.checkScores(role, in: firstClass..<firstClass + classes) }
    for level in try scores.divided(into: levels, .classLogits) {
      try deadline.check()
      try selection.select(level, from: firstClass, count: classes, labels: labels, activation: activation)
    }
  }

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { image }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let cell = cells.withRows { Box($0 + 4 * row, .xyxy) }
    let sides = (0..<4).map { distributions.mean(row, from: firstBin + $0 * bins, bins) }
    let (x, y, width, height) = (cell.x.center, cell.y.center, cell.x.size, cell.y.size)
    return CornerBox(
      x1: x - sides[0] * width, y1: y - sides[1] * height, x2: x + sides[2] * width, y2: y + sides[3] * height)
  }
}

extension HeadPyramid {
  /// The mean of a distribution over 0, 1, … that stands as logits in `count` channels of a row.
  func mean(_ row: Int, from first: Int, _ count: Int) -> S {
    let logits = (first..<first + count).map { self[row, $0] }
    let greatest = logits.max() ?? 0
    var (sum, moment): (S, S) = (0, 0)
    for (place, logit) in logits.enumerated() {
      let weight = S.exp(logit - greatest)
      sum += weight
      moment += S(place) * weight
    }
    return moment / sum
  }
}
