/// One level of the pyramid: which anchors it holds.
public struct PyramidLevel: Sendable, Equatable {
  /// The level's anchors, among all.
  public var anchors: Range<Int>

  /// A level of those anchors.
  public init(anchors: Range<Int>) { self.anchors = anchors }
}

/// RetinaNet's post-processing of one image: threshold, top-k per level, decode, clip, merge, suppress, cap.
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), §4.1, «Inference»; details as torchvision's
/// `postprocess_detections`. Of equal scores the lower (anchor, class) pair comes first.
public struct RetinaNetDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates.
  public var stages: DetectionStages<S>
  /// How boxes are read from deltas.
  public var coder: BoxCoder<S>

  /// A decoder; the defaults are the contract's.
  public init(stages: DetectionStages<S> = .init(), coder: BoxCoder<S> = .init()) {
    self.stages = stages
    self.coder = coder
  }

  /// Detections of one image. `classLogits` (A, K), `boxDeltas` (A, 4), `anchors` (A, 4) xyxy; `levels` divide the
  /// anchors. `mapping` takes the boxes from `image` to where they are wanted.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: Tensor<S>, boxDeltas: Tensor<S>, anchors: Boxes<S>, levels: [PyramidLevel], image: ImageSize<S>,
    mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    guard classLogits.shape.rank == 2, classLogits.shape[0] == anchors.count else {
      throw .shapeMismatch(
        input: "class_logits", expected: "(\(anchors.count), K), one row an anchor", found: classLogits.shape)
    }
    try boxDeltas.check("box_deltas", shape: Shape(boxes: anchors.count), like: "the anchors")
    return try detections(
      classLogits: HeadPyramid(classLogits), boxDeltas: HeadPyramid(boxDeltas), anchors: anchors, levels: levels,
      image: image, mapping: mapping, deadline: deadline)
  }

  /// Detections of one image, of heads that may lie in maps of their own: `classLogits` of A rows and K channels,
  /// `boxDeltas` of A rows and 4.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, anchors: Boxes<S>, levels: [PyramidLevel],
    image: ImageSize<S>, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    try classLogits.check("class_logits", rows: anchors.count, like: "anchors")
    try boxDeltas.check("box_deltas", rows: anchors.count, channels: 4, like: "anchors")
    let boxes = AnchorBoxes(deltas: boxDeltas, anchors: anchors, coder: coder, image: image)
    let head = Head(classLogits: classLogits, levels: levels.map(\.anchors), boxes: boxes)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let classLogits: HeadPyramid<S>
    let levels: [Range<Int>]
    let boxes: AnchorBoxes<S>

    var rows: Int { classLogits.rows }
    var classes: Int { classLogits.channels }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      for level in try classLogits.divided(into: levels, "class_logits") {
        try deadline.check()
        try selection.select(level, activation: .sigmoid)
      }
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row) }
  }
}
