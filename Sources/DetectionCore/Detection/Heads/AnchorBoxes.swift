/// Boxes that are told by offsets from anchors, clipped to the image.
struct AnchorBoxes<S: Scalar>: Sendable {
  let deltas: HeadPyramid<S>
  let anchors: Boxes<S>
  let coder: BoxCoder<S>
  let image: ImageSize<S>

  /// The box of a row; its offsets begin at a channel.
  @inline(__always)
  func box(_ row: Int, from first: Int = 0) -> CornerBox<S> {
    let anchor = anchors.withRows { Box($0 + 4 * row, .xyxy) }
    return CornerBox(coder.decode(deltas.four(row, from: first), anchor: anchor).clipped(to: image))
  }
}
