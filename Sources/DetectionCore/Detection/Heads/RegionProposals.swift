/// The proposals of a region proposal network: objectness, top-k per level, decode, clip, drop the small, suppress within
/// each level, cap.
///
/// Ren et al., «Faster R-CNN» (2015), §3.1 and §3.3; details as torchvision's `filter_proposals`.
public struct RegionProposals<S: Scalar>: Sendable {
  /// What is done with the candidates. `topK` is the proposals of a level before suppression, `maxDetections` those of
  /// the image after it.
  public var stages: DetectionStages<S>
  /// How boxes are read from deltas.
  public var coder: BoxCoder<S>

  /// A decoder.
  public init(stages: DetectionStages<S>, coder: BoxCoder<S> = .init()) {
    self.stages = stages
    self.coder = coder
  }

  /// Proposals of one image: `objectness` of A rows and 1 channel, `boxDeltas` of A rows and 4, `anchors` (A, 4) xyxy;
  /// `levels` divide the anchors. All labels are 0.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    objectness: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, anchors: Boxes<S>, levels: [Range<Int>], image: ImageSize<S>,
    mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    try objectness.check("objectness", rows: anchors.count, channels: 1, like: "anchors")
    try boxDeltas.check("box_deltas", rows: anchors.count, channels: 4, like: "anchors")
    let boxes = AnchorBoxes(deltas: boxDeltas, anchors: anchors, coder: coder, image: image)
    let head = Head(objectness: objectness, levels: levels, boxes: boxes)
    var found = try stages.detections(of: head, mapping: mapping, deadline: deadline)
    found.labels = Tensor(shape: found.labels.shape, repeating: 0)
    return found
  }

  private struct Head: DetectorHead {
    let objectness: HeadPyramid<S>
    let levels: [Range<Int>]
    let boxes: AnchorBoxes<S>

    var rows: Int { objectness.rows }
    var classes: Int { 1 }

    /// The label is the level: proposals of different levels do not suppress each other.
    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      let floor = ScoreActivation.sigmoid.floor(of: selection.floor)
      for (number, level) in try objectness.divided(into: levels, "objectness").enumerated() {
        try deadline.check()
        try selection.select { group in
          level.forEachMap { map, first in
            map.forEach(in: 0..<1, above: floor) { row, _, logit in
              group.offer(sigmoid(logit), pair: first + row, label: number)
            }
          }
        }
      }
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row) }
  }
}
