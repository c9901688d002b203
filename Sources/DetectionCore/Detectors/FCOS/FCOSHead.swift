import RealModule

/// FCOS's head for one image: a logit of every class, a centerness and four distances for every point.
///
///     score = √(σ(class) · σ(centerness)),   box = centre ∓ (l, t, r, b) · size
///
/// Tian et al., «FCOS» (2019), §3.1 and §3.3, with the square root of the authors' code; details as torchvision's
/// `postprocess_detections`. `topK` counts by level.
public struct FCOSHead<S: Scalar>: DetectorHead {
  private let classLogits: HeadPyramid<S>
  private let distances: HeadPyramid<S>
  private let centerness: HeadPyramid<S>
  private let anchors: Boxes<S>
  private let image: ImageSize<S>
  private let isNormalized: Bool
  private let hasRoot: Bool
  private let selection: Selection
  /// Which score threshold and top-k look at.
  public enum Selection: String, Sendable, CaseIterable {
    /// The one that is answered.
    case score
    /// The probability of the class, without the centerness (mmdetection).
    case `class`
  }

  /// How the levels divide the rows.
  public let levels: [Range<Int>]

  /// Rows of the head.
  public var rows: Int { classLogits.rows }
  /// Classes, a background class included.
  public var classes: Int { classLogits.channels }

  /// A head of A rows: `classLogits` of K channels, `distances` of 4 (left, top, right, bottom), `centerness` of 1,
  /// `anchors` (A, 4) xyxy, of which centre and size count; `levels` divide the anchors. `isNormalized`: distances are in
  /// the anchor's width and height, not in pixels; `hasRoot`: scores are square roots;
  /// `selection`: which score candidates are selected by. Boxes are clipped to `image`.
  public init(
    classLogits: HeadPyramid<S>, distances: HeadPyramid<S>, centerness: HeadPyramid<S>, anchors: Boxes<S>,
    levels: [Range<Int>], image: ImageSize<S>, isNormalized: Bool = true, hasRoot: Bool = true,
    selection: Selection = .score
  ) throws(DetectionError) {
    try classLogits.check(.classLogits, rows: anchors.count, like: .anchors)
    try distances.check(.boxDeltas, rows: anchors.count, channels: 4, like: .anchors)
    try centerness.check(.centerness, rows: anchors.count, channels: 1, like: .anchors)
    (self.classLogits, self.distances, self.centerness) = (classLogits, distances, centerness)
    (self.anchors, self.levels, self.image, self.isNormalized) = (anchors, levels, image, isNormalized)
    (self.hasRoot, self.selection) = (hasRoot, selection)
  }

  /// A score above t needs a class above t², or without the root above t, as a centerness is at most 1.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    let isByClass = self.selection == .class
    let floor = ScoreActivation.sigmoid.floor(
      of: hasRoot && !isByClass ? selection.floor * selection.floor : selection.floor)
    let parts = try selection.parts(of: classLogits, levels, .classLogits, usual: .level)
    for part in parts.heads {
      try deadline.check()
      try selection.select(perLabel: parts.arePerLabel) { group in
        part.forEachMap { map, first in
          ClassScan(map).forEachNumber(.all, above: floor) { row, label, number in
            let probability = sigmoid(number)
            group.offer(
              isByClass ? probability : score(probability, first + row), row: first + row, label: label)
          }
        }
      }
    }
  }

  /// Where candidates are selected by their class alone the centerness has its part now.
  public func rescored(_ candidate: Candidate<S>) -> Candidate<S> {
    guard selection == .class else { return candidate }
    return Candidate(
      score: score(candidate.score, candidate.pair / max(classes, 1)), pair: candidate.pair, label: candidate.label)
  }

  private func score(_ probability: S, _ row: Int) -> S {
    let product = probability * sigmoid(centerness[row, 0])
    return hasRoot ? product.squareRoot() : product
  }

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { image }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let anchor = anchors.withRows { Box($0 + 4 * row, .xyxy) }
    let (width, height) = isNormalized ? (anchor.x.size, anchor.y.size) : (1, 1)
    let (x, y, sides) = (anchor.x.center, anchor.y.center, distances.four(row))
    return CornerBox(
      x1: x - sides.dx * width, y1: y - sides.dy * height, x2: x + sides.dw * width, y2: y + sides.dh * height)
  }
}
