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
  /// How the levels divide the rows.
  public let levels: [Range<Int>]

  /// Rows of the head.
  public var rows: Int { classLogits.rows }
  /// Classes, a background class included.
  public var classes: Int { classLogits.channels }

  /// A head of A rows: `classLogits` of K channels, `distances` of 4 (left, top, right, bottom), `centerness` of 1,
  /// `anchors` (A, 4) xyxy, of which centre and size count; `levels` divide the anchors. `isNormalized`: distances are in
  /// the anchor's width and height, not in pixels; `hasRoot`: scores are square roots. Boxes are clipped to `image`.
  public init(
    classLogits: HeadPyramid<S>, distances: HeadPyramid<S>, centerness: HeadPyramid<S>, anchors: Boxes<S>,
    levels: [Range<Int>], image: ImageSize<S>, isNormalized: Bool = true, hasRoot: Bool = true
  ) throws(DetectionError) {
    try classLogits.check(.classLogits, rows: anchors.count, like: .anchors)
    try distances.check(.boxDeltas, rows: anchors.count, channels: 4, like: .anchors)
    try centerness.check(.centerness, rows: anchors.count, channels: 1, like: .anchors)
    (self.classLogits, self.distances, self.centerness) = (classLogits, distances, centerness)
    (self.anchors, self.levels, self.image, self.isNormalized) = (anchors, levels, image, isNormalized)
    self.hasRoot = hasRoot
  }

  /// A score above t needs a class above t², or without the root above t, as a centerness is at most 1.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    let floor = ScoreActivation.sigmoid.floor(of: hasRoot ? selection.floor * selection.floor : selection.floor)
    let hasRoot = hasRoot
    for level in try classLogits.divided(into: levels, .classLogits) {
      try deadline.check()
      try selection.select { group in
        level.forEachMap { map, first in
          ClassScan(map).forEachNumber(.all, above: floor) { row, label, number in
            let product = sigmoid(number) * sigmoid(centerness[first + row, 0])
            group.offer(hasRoot ? product.squareRoot() : product, row: first + row, label: label)
          }
        }
      }
    }
  }

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let anchor = anchors.withRows { Box($0 + 4 * row, .xyxy) }
    let (width, height) = isNormalized ? (anchor.x.size, anchor.y.size) : (1, 1)
    let (x, y, sides) = (anchor.x.center, anchor.y.center, distances.four(row))
    let box = CornerBox(
      x1: x - sides.dx * width, y1: y - sides.dy * height, x2: x + sides.dw * width, y2: y + sides.dh * height)
    return box.clipped(to: image)
  }
}
