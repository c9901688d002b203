/// Boxes and scores of one image that a network has decoded itself, as TensorRT's EfficientNMS plugin takes them.
///
/// A row has one box, or one for each class. With anchors («fused box decoder») boxes are offsets from them:
///
///     corners: x1 = x1_a + t_x1, …    centre and size: x = x_a + t_x w_a,  w = w_a exp(t_w), …
///
/// NVIDIA, TensorRT, `efficientNMSPlugin`.
public struct PlainBoxHead<S: Scalar>: DetectorHead {
  private let boxes: Tensor<S>
  private let scores: HeadPyramid<S>
  private let anchors: Tensor<S>?
  private let activation: ScoreActivation
  private let format: BoxFormat
  /// A row has one box for all classes.
  private let isShared: Bool
  /// The class that is none.
  public let background: Int?

  /// Rows of the head.
  public var rows: Int { scores.rows }
  /// Classes, a background class included.
  public var classes: Int { scores.channels }

  /// A head of N rows: `boxes` (N, 4), (N, 1, 4) or (N, K, 4), `scores` (N, K), `anchors` (N, 4) in the format of the
  /// boxes, if those are offsets. Corners may come in either order.
  public init(
    boxes: Tensor<S>, scores: Tensor<S>, anchors: Tensor<S>? = nil, activation: ScoreActivation = .none,
    background: Int? = nil, format: BoxFormat = .xyxy
  ) throws(DetectionError) {
    guard scores.shape.rank == 2 else {
      throw .shape(.scores, .rowsAndClasses, found: scores.shape)
    }
    let (rows, classes) = (scores.shape[0], scores.shape[1])
    let one = rows.multipliedReportingOverflow(by: 4)
    let each = one.partialValue.multipliedReportingOverflow(by: classes)
    let hasFour = boxes.shape.rank >= 2 && boxes.shape[0] == rows && boxes.shape.extents.last == 4
    let isShared = boxes.count == one.partialValue && (boxes.shape.rank == 2 || boxes.shape[1] == 1)
    guard hasFour, isShared || (boxes.shape.rank == 3 && boxes.shape[1] == classes && !each.overflow) else {
      throw .shape(.boxes, .boxesOfScores(rows: rows, classes: classes), found: boxes.shape)
    }
    if let anchors, anchors.shape.extents != [rows, 4] {
      throw .shape(.anchors, .boxOfEachRow(rows), found: anchors.shape)
    }
    (self.boxes, self.scores, self.anchors, self.isShared) = (boxes, HeadPyramid(scores), anchors, isShared)
    (self.activation, self.background, self.format) = (activation, background, format)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    if activation == .none { try scores.checkScores(.scores, in: 0..<scores.channels) }
    try selection.select(scores, background: background, activation: activation)
  }

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let start = 4 * (isShared ? row : row * classes + label)
    return boxes.withElements { boxes in
      let numbers = boxes.baseAddress.unsafelyUnwrapped + start
      return (decoded(numbers, row) ?? CornerBox(Box(numbers, format))).ordered
    }
  }

  /// The box that offsets describe; `nil` without anchors.
  private func decoded(_ offsets: UnsafePointer<S>, _ row: Int) -> CornerBox<S>? {
    anchors?.withElements { anchors in
      let anchor = Box(anchors.baseAddress.unsafelyUnwrapped + 4 * row, format)
      guard format == .xyxy else {
        return CornerBox(BoxCoder<S>(scaleClamp: .infinity).decode(BoxDeltas(offsets), anchor: anchor))
      }
      let corners = CornerBox(anchor).ordered
      return CornerBox(
        x1: corners.x1 + offsets[0], y1: corners.y1 + offsets[1], x2: corners.x2 + offsets[2],
        y2: corners.y2 + offsets[3])
    }
  }
}

extension CornerBox {
  /// The same box, its lower corner first.
  fileprivate var ordered: CornerBox {
    CornerBox(x1: min(x1, x2), y1: min(y1, y2), x2: max(x1, x2), y2: max(y1, y2))
  }
}
