import DetectionCore

/// The anchors of a head, and the rows of each level.
struct HeadAnchors<S: Scalar> {
  let anchors: Boxes<S>
  let levels: [Range<Int>]
}
