/// Boxes and scores that a network has decoded itself, as TensorRT's EfficientNMS plugin takes them.
///
/// A row has one box, or one for each class. NVIDIA, TensorRT, `efficientNMSPlugin`.
public struct PlainBoxDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates.
  public var stages: DetectionStages<S>
  /// How numbers become scores.
  public var activation: ScoreActivation
  /// The class that is none.
  public var background: Int?
  /// How four numbers name a box.
  public var format: BoxFormat

  /// A decoder; without arguments of scores and corners.
  public init(
    stages: DetectionStages<S> = .init(), activation: ScoreActivation = .none, background: Int? = nil,
    format: BoxFormat = .xyxy
  ) {
    self.stages = stages
    self.activation = activation
    self.background = background
    self.format = format
  }

  /// Detections of one image: `boxes` (N, 4), (N, 1, 4) or (N, K, 4), `scores` (N, K). Corners may come in either order.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    boxes: Tensor<S>, scores: Tensor<S>, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    guard scores.shape.rank == 2 else {
      throw .shapeMismatch(input: "scores", expected: "(N, K)", found: scores.shape)
    }
    let (rows, classes) = (scores.shape[0], scores.shape[1])
    let one = rows.multipliedReportingOverflow(by: 4)
    let each = one.partialValue.multipliedReportingOverflow(by: classes)
    let hasFour = boxes.shape.rank >= 2 && boxes.shape[0] == rows && boxes.shape.extents.last == 4
    let isShared = boxes.count == one.partialValue && (boxes.shape.rank == 2 || boxes.shape[1] == 1)
    guard hasFour, isShared || (boxes.shape.rank == 3 && boxes.shape[1] == classes && !each.overflow) else {
      throw .shapeMismatch(
        input: "boxes", expected: "(\(rows), 4), or (\(rows), \(classes), 4), to fit scores", found: boxes.shape)
    }
    let head = Head(
      boxes: boxes, scores: HeadPyramid(scores), background: background, activation: activation, format: format,
      isShared: isShared)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let boxes: Tensor<S>
    let scores: HeadPyramid<S>
    let background: Int?
    let activation: ScoreActivation
    let format: BoxFormat
    let isShared: Bool

    var rows: Int { scores.rows }
    var classes: Int { scores.channels }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      try selection.select(scores, background: background, activation: activation)
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> {
      let start = 4 * (isShared ? row : row * classes + label)
      let box = boxes.withElements { CornerBox(Box($0.baseAddress.unsafelyUnwrapped + start, format)) }
      return CornerBox(
        x1: min(box.x1, box.x2), y1: min(box.y1, box.y2), x2: max(box.x1, box.x2), y2: max(box.y1, box.y2))
    }
  }
}
