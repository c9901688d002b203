/// Greedy non-maximum suppression: the best box that is left stays, and those of its class that overlap it too much go.
///
/// Suppressed is what has an IoU strictly greater than the threshold, as in torchvision; of equal scores the lower index
/// wins. Classes are told apart by their labels, not by shifted coordinates, so that no coordinate is too large.
public struct NonMaximumSuppression<S: Scalar>: Sendable {
  /// IoU above which the lesser box goes.
  public var iouThreshold: S
  /// Boxes of different labels suppress each other as well.
  public var classAgnostic: Bool

  /// A suppression; 0.5 is RetinaNet's threshold.
  public init(iouThreshold: S = 0.5, classAgnostic: Bool = false) {
    self.iouThreshold = iouThreshold
    self.classAgnostic = classAgnostic
  }

  /// The indices of the boxes that stay, best score first: `boxes` (N, 4), `scores` (N), `labels` (N) or one class.
  /// Only scores strictly greater than `scoreThreshold` take part.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, scores: Tensor<S>, labels: Tensor<Int>? = nil, scoreThreshold: S? = nil,
    deadline: Deadline = .never
  ) throws(DetectionError) -> [Int] {
    try scores.check("scores", shape: Shape(vector: boxes.count), like: "boxes")
    if let labels, labels.shape != scores.shape {
      throw .shapeMismatch(input: "labels", expected: "\(scores.shape) to fit boxes", found: labels.shape)
    }
    let corners = boxes.converted(to: .xyxy)
    let order = scores.withElements { scores in
      scores.indices.filter { scores[$0] > scoreThreshold ?? -.infinity }
        .sorted { (scores[$0], $1) > (scores[$1], $0) }
    }
    return try corners.withRows { (rows) throws(DetectionError) -> [Int] in
      try suppress(order, deadline: deadline) { index in
        (CornerBox(rows + 4 * index), classAgnostic ? 0 : labels?[index] ?? 0)
      }
    }
  }

  /// Goes through candidates, best first, comparing each with those of its class that stay.
  @inline(__always)
  func suppress(
    _ order: [Int], deadline: Deadline, candidate: (Int) -> (box: CornerBox<S>, label: Int)
  ) throws(DetectionError) -> [Int] {
    var kept: [Int] = []
    var keptByLabel: [Int: [CornerBox<S>]] = [:]
    for (position, index) in order.enumerated() {
      if position & 0x3F == 0 { try deadline.check() }
      let (box, label) = candidate(index)
      let isSuppressed = keptByLabel[label]?.contains { $0.iou(box) > iouThreshold } ?? false
      guard !isSuppressed else { continue }
      kept.append(index)
      keptByLabel[label, default: []].append(box)
    }
    return kept
  }
}
