/// Boxes that are told by offsets from anchors, clipped to the image.
struct AnchorBoxes<S: Scalar>: Sendable {
  let deltas: HeadMap<S>
  let anchors: Boxes<S>
  let coder: BoxCoder<S>
  let image: ImageSize<S>

  /// The box of a row; its offsets begin at a channel.
  func box(_ row: Int, from first: Int = 0) -> CornerBox<S> {
    let offsets = BoxDeltas(
      dx: deltas[row, first], dy: deltas[row, first + 1], dw: deltas[row, first + 2], dh: deltas[row, first + 3])
    let anchor = anchors.withRows { Box($0 + 4 * row, .xyxy) }
    return CornerBox(coder.decode(offsets, anchor: anchor).clipped(to: image))
  }
}
