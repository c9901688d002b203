/// DETR's answer of one image: every query is one object, or none; nothing is suppressed.
///
/// Carion et al., «End-to-End Object Detection with Transformers» (2020), §3 and `PostProcess` of the authors' code: softmax
/// with a class «no object», the best other class of a query. With sigmoids as in Zhu et al., «Deformable DETR» (2021):
/// every class of every query by itself.
public struct DETRDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates.
  public var stages: DetectionStages<S>
  /// How logits become scores.
  public var activation: ScoreActivation
  /// The class that is none.
  public var background: Int?
  /// Which classes of a query are candidates.
  public var labels: RowLabels

  /// A decoder.
  public init(
    stages: DetectionStages<S>, activation: ScoreActivation = .softmax, background: Int?, labels: RowLabels = .best
  ) {
    self.stages = stages
    self.activation = activation
    self.background = background
    self.labels = labels
  }

  /// Detections of one image: `classLogits` (Q, K), `boxes` (Q, 4) centre and size as parts of `image`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    classLogits: Tensor<S>, boxes: Tensor<S>, image: ImageSize<S>, mapping: ImageMapping<S>? = nil,
    deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    guard classLogits.shape.rank == 2 else {
      throw .shapeMismatch(input: "class_logits", expected: "(Q, K)", found: classLogits.shape)
    }
    let (logits, boxes) = (HeadPyramid(classLogits), HeadPyramid(boxes))
    try boxes.check("boxes", rows: logits.rows, channels: 4, like: "class_logits")
    let head = Head(
      logits: logits, boxes: boxes, background: background, labels: labels, activation: activation, image: image)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let logits: HeadPyramid<S>
    let boxes: HeadPyramid<S>
    let background: Int?
    let labels: RowLabels
    let activation: ScoreActivation
    let image: ImageSize<S>

    var rows: Int { logits.rows }
    var classes: Int { logits.channels }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      try selection.select(logits, background: background, labels: labels, activation: activation)
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> {
      let box = boxes.four(row)
      let (x, y, width, height) = (box.dx, box.dy, box.dw, box.dh)
      return CornerBox(
        x1: (x - width / 2) * image.width, y1: (y - height / 2) * image.height, x2: (x + width / 2) * image.width,
        y2: (y + height / 2) * image.height)
    }
  }
}
