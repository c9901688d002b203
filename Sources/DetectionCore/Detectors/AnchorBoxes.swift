/// Boxes given as offsets from anchors, and the image that they are clipped to.
struct AnchorBoxes<S: Scalar>: Sendable {
  private let deltas: HeadPyramid<S>
  private let anchors: Boxes<S>
  private let coder: BoxCoder<S>
  let image: ImageSize<S>

  /// `deltas` of a row an anchor (A, 4) xyxy, and 4 channels.
  init(deltas: HeadPyramid<S>, anchors: Boxes<S>, coder: BoxCoder<S>, image: ImageSize<S>) throws(DetectionError) {
    try deltas.check(.boxDeltas, rows: anchors.count, channels: 4, like: .anchors)
    self.init(checked: deltas, anchors: anchors, coder: coder, image: image)
  }

  /// Of deltas that are known to have a row an anchor.
  init(checked deltas: HeadPyramid<S>, anchors: Boxes<S>, coder: BoxCoder<S>, image: ImageSize<S>) {
    self.deltas = deltas
    self.anchors = anchors
    self.coder = coder
    self.image = image
  }

  /// The box of a row; its offsets begin at a channel.
  @inline(__always)
  func box(_ row: Int, from first: Int = 0) -> CornerBox<S> {
    let anchor = anchors.withRows { Box($0 + 4 * row, .xyxy) }
    return CornerBox(coder.decode(deltas.four(row, from: first), anchor: anchor))
  }
}
