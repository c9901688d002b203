/// Rows that a network without suppression answers, YOLOv10's: x1, y1, x2, y2, score, class.
///
/// Wang et al., «YOLOv10» (2024), §3.1: one-to-one matching in training makes suppression unnecessary.
public struct EndToEndDecoder<S: Scalar>: Sendable {
  /// What is done with the candidates.
  public var stages: DetectionStages<S>

  /// A decoder.
  public init(stages: DetectionStages<S>) { self.stages = stages }

  /// Classes that a label can name: up to here.
  public static var classLimit: Int { 1 << 20 }

  /// Detections of one image: `predictions` (N, 6).
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    _ predictions: Tensor<S>, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    try predictions.check("predictions", columns: 6)
    let head = HeadMap(predictions)
    var classes = 1
    for row in 0..<head.rows {
      let label = head[row, 5]
      guard label >= 0, label < S(Self.classLimit), label.rounded() == label else {
        throw .valueOutOfRange(
          input: "predictions", position: 6 * row + 5, value: Double(label),
          expected: "a class index in the last column: rows are x1, y1, x2, y2, score, class")
      }
      classes = max(classes, Int(label) + 1)
    }
    let own = Head(head: head, classes: max(classes, stages.classCount ?? 0))
    return try stages.detections(of: own, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let head: HeadMap<S>
    let classes: Int

    var rows: Int { head.rows }
    var labels: RowLabels { .best }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      let floor = selection.floor
      try selection.select { group in
        head.forEach(in: 4..<5, above: floor) { row, _, score in
          group.offer(score, row: row, label: Int(head[row, 5]))
        }
      }
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> {
      CornerBox(x1: head[row, 0], y1: head[row, 1], x2: head[row, 2], y2: head[row, 3])
    }
  }
}

extension DetectionStages {
  /// The classes that numbers per class are given for.
  var classCount: Int? { scoreThreshold.count ?? suppression?.iouThreshold.count }
}
