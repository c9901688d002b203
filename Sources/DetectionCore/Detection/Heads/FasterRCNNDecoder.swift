/// The second stage of Faster R-CNN, of one image: softmax, threshold, decode by class, clip, drop the small, suppress, cap.
///
/// Ren et al., «Faster R-CNN» (2015); Girshick, «Fast R-CNN» (2015), §2.2; details as torchvision's
/// `RoIHeads.postprocess_detections`.
public struct FasterRCNNDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates.
  public var stages: DetectionStages<S>
  /// The class that is none.
  public var background: Int?
  /// How boxes are read from deltas.
  public var coder: BoxCoder<S>

  /// A decoder.
  public init(stages: DetectionStages<S>, background: Int? = 0, coder: BoxCoder<S>) {
    self.stages = stages
    self.background = background
    self.coder = coder
  }

  /// Detections of one image: `classLogits` of R rows and K channels, `boxDeltas` of R rows and 4, or 4 for each class,
  /// `proposals` (R, 4) xyxy.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, proposals: Boxes<S>, image: ImageSize<S>,
    mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    try classLogits.check("class_logits", rows: proposals.count, like: "proposals")
    let isAgnostic = boxDeltas.channels == 4
    guard boxDeltas.rows == proposals.count, isAgnostic || boxDeltas.channels / 4 == classLogits.channels,
      boxDeltas.channels.isMultiple(of: 4)
    else {
      throw .conflict(
        input: "box_deltas",
        reason: "box_deltas has \(boxDeltas.rows) rows of \(boxDeltas.channels), wanted are \(proposals.count) of 4, "
          + "or 4 for each of \(classLogits.channels) classes")
    }
    let boxes = AnchorBoxes(deltas: boxDeltas, anchors: proposals, coder: coder, image: image)
    let head = Head(classLogits: classLogits, background: background, boxes: boxes, isAgnostic: isAgnostic)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let classLogits: HeadPyramid<S>
    let background: Int?
    let boxes: AnchorBoxes<S>
    let isAgnostic: Bool

    var rows: Int { classLogits.rows }
    var classes: Int { classLogits.channels }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      try selection.select(classLogits, background: background, activation: .softmax)
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row, from: isAgnostic ? 0 : 4 * label) }
  }
}
