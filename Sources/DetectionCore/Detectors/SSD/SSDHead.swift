/// SSD's head for one image: a softmax over the classes, background among them, and four offsets for every default box.
///
/// Liu et al., «SSD: Single Shot MultiBox Detector» (2016), §2.2 and §3.1; details as torchvision's
/// `postprocess_detections`. The paper's variances (0.1, 0.1, 0.2, 0.2) are the inverses of box weights. `topK` counts by
/// class.
public struct SSDHead<S: Scalar>: DetectorHead {
  private let classLogits: HeadPyramid<S>
  private let boxes: AnchorBoxes<S>
  /// How the levels divide the rows.
  public let levels: [Range<Int>]
  /// The class that is none.
  public let background: Int?

  /// Rows of the head.
  public var rows: Int { classLogits.rows }
  /// Classes, a background class included.
  public var classes: Int { classLogits.channels }

  /// A head of A rows: `classLogits` of K channels, `boxDeltas` of 4, `anchors` (A, 4) xyxy; `levels` divide the anchors.
  /// Boxes are clipped to `image`. `background`: the class that is none; −1: the last.
  public init(
    classLogits: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, anchors: Boxes<S>, levels: [Range<Int>] = [],
    image: ImageSize<S>, coder: BoxCoder<S>, background: Int? = 0
  ) throws(DetectionError) {
    let background = background == -1 ? classLogits.channels - 1 : background
    try classLogits.check(.classLogits, rows: anchors.count, like: .anchors)
    boxes = try AnchorBoxes(deltas: boxDeltas, anchors: anchors, coder: coder, image: image)
    (self.classLogits, self.levels, self.background) = (classLogits, levels, background)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    let parts = try selection.parts(of: classLogits, levels, .classLogits, usual: .label)
    for part in parts.heads {
      try deadline.check()
      try selection.select(part, background: background, activation: .softmax, perLabel: parts.arePerLabel)
    }
  }

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { boxes.image }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row) }
}
