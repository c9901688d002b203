/// SSD's post-processing of one image: softmax, threshold, top-k per class, decode, clip, suppress, cap.
///
/// Liu et al., «SSD: Single Shot MultiBox Detector» (2016), §2.2 and §3.1; details as torchvision's
/// `postprocess_detections`. The paper's variances (0.1, 0.1, 0.2, 0.2) are the inverses of box weights.
public struct SSDDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates. `topK` counts by class.
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

  /// Detections of one image: `classLogits` of A rows and K channels, `boxDeltas` of A rows and 4, `anchors` (A, 4) xyxy.
  /// `levels` divide the anchors.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, anchors: Boxes<S>, levels: [Range<Int>] = [],
    image: ImageSize<S>, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    try classLogits.check("class_logits", rows: anchors.count, like: "anchors")
    try boxDeltas.check("box_deltas", rows: anchors.count, channels: 4, like: "anchors")
    let boxes = AnchorBoxes(deltas: boxDeltas, anchors: anchors, coder: coder, image: image)
    let head = Head(classLogits: classLogits, background: background, levels: levels, boxes: boxes)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let classLogits: HeadPyramid<S>
    let background: Int?
    let levels: [Range<Int>]
    let boxes: AnchorBoxes<S>

    var rows: Int { classLogits.rows }
    var classes: Int { classLogits.channels }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      try selection.select(classLogits, background: background, activation: .softmax, perLabel: true)
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row) }
  }
}
