/// The head of a region proposal network for one image: an objectness and four offsets for every anchor.
///
/// Ren et al., «Faster R-CNN» (2015), §3.1 and §3.3; details as torchvision's `filter_proposals`. `topK` is the proposals
/// of a level before suppression, `maxDetections` those of the image after it. All labels are 0.
public struct RPNHead<S: Scalar>: DetectorHead {
  private let objectness: HeadPyramid<S>
  private let boxes: AnchorBoxes<S>
  /// How the levels divide the rows.
  public let levels: [Range<Int>]

  /// Rows of the head.
  public var rows: Int { objectness.rows }
  /// Classes, a background class included.
  public var classes: Int { 1 }

  /// A head of A rows: `objectness` of 1 channel, `boxDeltas` of 4, `anchors` (A, 4) xyxy; `levels` divide the anchors.
  /// Boxes are clipped to `image`.
  public init(
    objectness: HeadPyramid<S>, boxDeltas: HeadPyramid<S>, anchors: Boxes<S>, levels: [Range<Int>],
    image: ImageSize<S>, coder: BoxCoder<S> = .init()
  ) throws(DetectionError) {
    try objectness.check(.objectness, rows: anchors.count, channels: 1, like: .anchors)
    boxes = try AnchorBoxes(deltas: boxDeltas, anchors: anchors, coder: coder, image: image)
    (self.objectness, self.levels) = (objectness, levels)
  }

  /// The label is the level: proposals of different levels do not suppress each other.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    let floor = ScoreActivation.sigmoid.floor(of: selection.floor)
    for (number, level) in try objectness.divided(into: levels, .objectness).enumerated() {
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

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { boxes.image }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> { boxes.box(row) }
  /// Labels are levels within the head: all proposals are of class 0.
  public func answeredLabel(_ label: Int) -> Int { 0 }
}
