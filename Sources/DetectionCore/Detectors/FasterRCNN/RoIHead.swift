/// The second stage of Faster R-CNN for one image: a softmax over the classes, background among them, and offsets from
/// every proposal, for each class or for all.
///
/// Ren et al., «Faster R-CNN» (2015); Girshick, «Fast R-CNN» (2015), §2.2; details as torchvision's
/// `RoIHeads.postprocess_detections`.
public struct RoIHead<S: Scalar>: DetectorHead {
  private let classLogits: HeadPyramid<S>
  private let boxes: AnchorBoxes<S>
  private let widths: Widths
  /// The class that is none.
  public let background: Int?

  /// Whose offsets a row has.
  private enum Widths {
    /// One box for all classes.
    case shared
    /// One for each class, background among them (torchvision).
    case each
    /// One for each class but the background, which has none (detectron2, mmdetection).
    case objects
  }

  /// Rows of the head.
  public var rows: Int { classLogits.rows }
  /// Classes, a background class included.
  public var classes: Int { classLogits.channels }

  /// A head of R rows: `classLogits` of K channels, `boxDeltas` of 4, or 4 for each class, or for each but the background,
  /// `proposals` (R, 4) xyxy. Boxes are clipped to `image`.
  /// `background`: the class that is none; −1: the last.
  public init(
    classLogits: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, proposals: Boxes<S>, image: ImageSize<S>,
    coder: BoxCoder<S>, background: Int? = 0
  ) throws(DetectionError) {
    let background = background == -1 ? classLogits.channels - 1 : background
    try classLogits.check(.classLogits, rows: proposals.count, like: .proposals)
    let (count, classes) = (boxDeltas.channels / 4, classLogits.channels)
    let hasBackground = background.map { (0..<classes).contains($0) } ?? false
    widths = count == 1 ? .shared : count == classes ? .each : .objects
    guard boxDeltas.rows == proposals.count, boxDeltas.channels.isMultiple(of: 4),
      count == 1 || count == classes || (hasBackground && count == classes - 1)
    else {
      throw .conflict(
        .boxDeltas,
        .offsetsOfHead(
          boxDeltas.rows, channels: boxDeltas.channels, proposals: proposals.count, classes: classLogits.channels))
    }
    boxes = AnchorBoxes(checked: boxDeltas, anchors: proposals, coder: coder, image: image)
    (self.classLogits, self.background) = (classLogits, background)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    try selection.select(classLogits, background: background, activation: .softmax)
  }

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { boxes.image }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    switch widths {
    case .shared: boxes.box(row)
    case .each: boxes.box(row, from: 4 * label)
    case .objects: boxes.box(row, from: 4 * (label < background ?? .max ? label : label - 1))
    }
  }
}
