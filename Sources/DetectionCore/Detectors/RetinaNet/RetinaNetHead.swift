/// RetinaNet's head for one image: a logit of every class and four offsets for every anchor.
///
///     score = σ(class_logits),   box = decode(box_deltas, anchor)
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §4.1, «Inference»; details as torchvision's
/// `postprocess_detections`. `topK` counts by level.
public struct RetinaNetHead<S: Scalar>: DetectorHead {
  private let classLogits: HeadPyramid<S>
  private let boxes: AnchorBoxes<S>
  /// How the levels divide the rows.
  public let levels: [Range<Int>]
  /// Which classes of a row are candidates.
  public let labels: RowLabels

  /// Rows of the head.
  public var rows: Int { classLogits.rows }
  /// Classes, a background class included.
  public var classes: Int { classLogits.channels }

  /// A head of A rows: `classLogits` of K channels, `boxDeltas` of 4, `anchors` (A, 4) xyxy; `levels` divide the anchors.
  /// Boxes are clipped to `image`.
  public init(
    classLogits: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, anchors: Boxes<S>, levels: [Range<Int>],
    image: ImageSize<S>, coder: BoxCoder<S> = .init(), labels: RowLabels = .all
  ) throws(DetectionError) {
    try classLogits.check(.classLogits, rows: anchors.count, like: .anchors)
    boxes = try AnchorBoxes(deltas: boxDeltas, anchors: anchors, coder: coder, image: image)
    (self.classLogits, self.levels, self.labels) = (classLogits, levels, labels)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    let parts = try selection.parts(of: classLogits, levels, .classLogits, usual: .level)
    for part in parts.heads {
      try deadline.check()
      try selection.select(part, labels: labels, activation: .sigmoid, perLabel: parts.arePerLabel)
    }
  }

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { boxes.image }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row) }
}
