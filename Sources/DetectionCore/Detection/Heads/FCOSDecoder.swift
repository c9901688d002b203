import RealModule

/// FCOS's post-processing of one image: scores by class and centerness, threshold, top-k per level, decode, clip, merge,
/// suppress, cap.
///
///     score = √(σ(class) · σ(centerness)),   box = centre ∓ (l, t, r, b) · size
///
/// Tian et al., «FCOS» (2019), §3.1 and §3.3, with the square root of the authors' code; details as torchvision's
/// `postprocess_detections`.
public struct FCOSDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates.
  public var stages: DetectionStages<S>
  /// The distances are in the anchor's width and height, not in pixels.
  public var isNormalized: Bool

  /// A decoder.
  public init(stages: DetectionStages<S> = .init(), isNormalized: Bool = true) {
    self.stages = stages
    self.isNormalized = isNormalized
  }

  /// Detections of one image: `classLogits` of A rows and K channels, `distances` of A rows and 4 (left, top, right,
  /// bottom), `centerness` of A rows and 1, `anchors` (A, 4) xyxy, of which centre and size count. `levels` divide the
  /// anchors.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: HeadPyramid<S>, distances: HeadPyramid<S>, centerness: HeadPyramid<S>, anchors: Boxes<S>,
    levels: [Range<Int>], image: ImageSize<S>, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    try classLogits.check("class_logits", rows: anchors.count, like: "anchors")
    try distances.check("box_deltas", rows: anchors.count, channels: 4, like: "anchors")
    try centerness.check("centerness", rows: anchors.count, channels: 1, like: "anchors")
    let head = Head(
      classLogits: classLogits, distances: distances, centerness: centerness, anchors: anchors, levels: levels,
      image: image, isNormalized: isNormalized)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let classLogits: HeadPyramid<S>
    let distances: HeadPyramid<S>
    let centerness: HeadPyramid<S>
    let anchors: Boxes<S>
    let levels: [Range<Int>]
    let image: ImageSize<S>
    let isNormalized: Bool

    var rows: Int { classLogits.rows }
    var classes: Int { classLogits.channels }

    /// A score above t needs a class above t², as a centerness is at most 1.
    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      let floor = ScoreActivation.sigmoid.floor(of: selection.floor * selection.floor)
      for level in try classLogits.divided(into: levels, "class_logits") {
        try deadline.check()
        try selection.select { group in
          level.forEachMap { map, first in
            ClassScan(map).forEachNumber(.all, above: floor) { row, label, number in
              let score = (sigmoid(number) * sigmoid(centerness[first + row, 0])).squareRoot()
              group.offer(score, row: first + row, label: label)
            }
          }
        }
      }
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> {
      let anchor = anchors.withRows { Box($0 + 4 * row, .xyxy) }
      let (width, height) = isNormalized ? (anchor.x.size, anchor.y.size) : (1, 1)
      let (x, y, sides) = (anchor.x.center, anchor.y.center, distances.four(row))
      let box = CornerBox(
        x1: x - sides.dx * width, y1: y - sides.dy * height, x2: x + sides.dw * width, y2: y + sides.dh * height)
      return box.clipped(to: image)
    }
  }
}
