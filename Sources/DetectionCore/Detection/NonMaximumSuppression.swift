import Dispatch

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
    let order = scores.withElements { ScoreOrder.indices($0, above: scoreThreshold) }
    let candidates = corners.withRows { rows in order.map { CornerBox(rows + 4 * $0) } }
    let classes = classAgnostic ? nil : labels?.withElements { labels in order.map { labels[$0] } }
    return try suppress(candidates, labels: classes, deadline: deadline).map { order[$0] }
  }

  /// The positions of the candidates that stay; they come best first, and each is compared with those of its class that
  /// stay. Classes do not touch each other, so they are worked on at the same time.
  func suppress(_ candidates: [CornerBox<S>], labels: [Int]?, deadline: Deadline) throws(DetectionError) -> [Int] {
    let groups = labels.map(Self.positions) ?? [Array(candidates.indices)]
    let stays = UninitializedTensor<Bool>(Shape(vector: candidates.count))
    let late = UninitializedTensor<Bool>(Shape(vector: groups.count))
    @Sendable func work(_ group: Int) {
      (late.start + group).initialize(to: !suppress(groups[group], of: candidates, into: stays.start, deadline))
    }
    if groups.count > 1 && candidates.count >= Self.parallelFrom {
      DispatchQueue.concurrentPerform(iterations: groups.count, execute: work)
    } else {
      for group in groups.indices { work(group) }
    }
    guard !late.tensor.elements.contains(true) else { throw .deadlineExceeded }
    return candidates.indices.filter { stays.start[$0] }
  }

  /// Below this, another thread costs more than it brings.
  private static var parallelFrom: Int { 4096 }

  /// The positions of each label.
  private static func positions(_ labels: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    var known: [Int: Int] = [:]
    for (position, label) in labels.enumerated() {
      if let group = known[label] {
        groups[group].append(position)
      } else {
        known[label] = groups.count
        groups.append([position])
      }
    }
    return groups
  }

  /// One class. False if the time was over before it was done.
  private func suppress(
    _ positions: [Int], of candidates: [CornerBox<S>], into stays: UnsafeMutablePointer<Bool>, _ deadline: Deadline
  ) -> Bool {
    let boxes = positions.count == candidates.count ? candidates : positions.map { candidates[$0] }
    var kept = KeptBoxes(threshold: iouThreshold, grid: BoxGrid(boxes))
    for (number, box) in boxes.enumerated() {
      if number & 0xFF == 0 && deadline.isOver { return false }
      let goes = kept.suppress(box)
      (stays + positions[number]).initialize(to: !goes)
      if !goes { kept.insert(box) }
    }
    return true
  }
}
