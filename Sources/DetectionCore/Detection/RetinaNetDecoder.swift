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
    guard levels.allSatisfy({ $0.anchors.lowerBound >= 0 && $0.anchors.upperBound <= anchors.count }) else {
      throw .conflict(input: "feature_sizes", reason: "the levels hold more anchors than there are")
    }
    var selection = try CandidateSelection(stages, rows: anchors.count, classes: classLogits.shape[1])
    for level in levels {
      try deadline.check()
      try selection.select(classLogits, rows: level.anchors)
    }
    return try boxDeltas.withElements { (deltas) throws(DetectionError) in
      try anchors.withRows { (rows) throws(DetectionError) in
        let ranges = levels.map(\.anchors)
        return try stages.detections(selection, levels: ranges, mapping: mapping, deadline: deadline) { row, _ in
          // Memory of a tensor always has an address, even when empty.
          let deltas = BoxDeltas(deltas.baseAddress.unsafelyUnwrapped + 4 * row)
          return CornerBox(coder.decode(deltas, anchor: Box(rows + 4 * row, .xyxy)).clipped(to: image))
        }
      }
    }
  }
}

extension CandidateSelection {
  /// Sigmoids of a level's logits (A, K). Compares in logit space first, so that a sigmoid is computed for candidates
  /// alone.
  mutating func select(_ logits: Tensor<S>, rows: Range<Int>) throws(DetectionError) {
    let (floor, classes) = (logitFloor, width)
    try select { group in
      logits.withElements { logits in
        forEachIndex(in: logits, rows.lowerBound * classes..<rows.upperBound * classes, above: floor) { pair in
          group.offer(sigmoid(logits[pair]), pair: pair, label: pair % classes)
        }
      }
    }
  }

  /// No logit at or below this has a score above the threshold. A little low, so that rounding decides nothing here.
  private var logitFloor: S {
    guard floor > 0 else { return -.infinity }
    let exact = logit(floor)
    return exact - abs(exact) / 1024 - S.ulpOfOne * 1024
  }
}
