/// DETR's head for one image: every query is one object, or none; nothing needs suppression.
///
/// Carion et al., «End-to-End Object Detection with Transformers» (2020), §3 and `PostProcess` of the authors' code: softmax
/// with a class «no object», the best other class of a query. With sigmoids as in Zhu et al., «Deformable DETR» (2021):
/// every class of every query by itself. As in that code boxes are not clipped.
public struct DETRHead<S: Scalar>: DetectorHead {
  private let logits: HeadPyramid<S>
  private let boxes: HeadPyramid<S>
  private let image: ImageSize<S>
  private let activation: ScoreActivation
  private let isClipped: Bool
  /// The class that is none.
  public let background: Int?
  /// Which classes of a row are candidates.
  public let labels: RowLabels

  /// Rows of the head.
  public var rows: Int { logits.rows }
  /// Classes, a background class included.
  public var classes: Int { logits.channels }

  /// A head of Q rows: `classLogits` (Q, K), `boxes` (Q, 4) centre and size as parts of `image`, to which they
  /// may be clipped.
  public init(
    classLogits: Tensor<S>, boxes: Tensor<S>, image: ImageSize<S>, activation: ScoreActivation = .softmax,
    background: Int?, labels: RowLabels = .best, isClipped: Bool = false
  ) throws(DetectionError) {
    guard classLogits.shape.rank == 2 else {
      throw .shape(.classLogits, .queriesAndClasses, found: classLogits.shape)
    }
    (logits, self.boxes, self.image) = (HeadPyramid(classLogits), HeadPyramid(boxes), image)
    (self.activation, self.background, self.labels) = (activation, background, labels)
    self.isClipped = isClipped
    try self.boxes.check(.boxes, rows: logits.rows, channels: 4, like: .classLogits)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    try selection.select(logits, background: background, labels: labels, activation: activation)
  }

  /// What boxes are clipped to.
  public var clip: ImageSize<S>? { isClipped ? image : nil }
  /// The box of a row, in the pixels of the network, before it is clipped.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let box = boxes.four(row)
    let (x, y, width, height) = (box.dx, box.dy, box.dw, box.dh)
    return CornerBox(
      x1: (x - width / 2) * image.width, y1: (y - height / 2) * image.height, x2: (x + width / 2) * image.width,
      y2: (y + height / 2) * image.height)
  }
}
