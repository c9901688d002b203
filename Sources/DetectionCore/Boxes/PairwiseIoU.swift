/// A measure of how well two boxes agree.
public enum OverlapKind: String, Sendable, CaseIterable {
  /// Intersection over union, in [0, 1].
  case iou
  /// IoU − |C ∖ ∪|/|C|, in [−1, 1].
  case giou
  /// IoU − ρ²/c², in [−1, 1].
  case diou
  /// IoU − ρ²/c² − αv.
  case ciou
}

/// The measure between every box of one list and every box of another, (N, M); both lists share one format.
///
/// The four are 1 − the losses of the same name, whose files name the sources.
@specialized(where S == Float)
@specialized(where S == Double)
public func pairwiseIoU<S: Scalar>(
  _ boxes: Boxes<S>, _ others: Boxes<S>, kind: OverlapKind = .iou, limit: Int = .max, deadline: Deadline = .never
) throws(DetectionError) -> Tensor<S> {
  let (count, overflow) = boxes.count.multipliedReportingOverflow(by: others.count)
  guard !overflow, count <= limit, let shape = Shape([boxes.count, others.count]) else {
    throw .answerTooLarge(elements: overflow ? .max : count, limit: limit)
  }
  guard boxes.format == others.format else {
    throw .conflict(input: "target_boxes", reason: "all boxes of a request share one format")
  }
  do {
    return try Tensor<S>(shape: shape) { output in
      try boxes.withRows { rows in
        try others.withRows { otherRows in
          for row in 0..<boxes.count {
            try deadline.check()
            let box = Box(rows + 4 * row, boxes.format)
            for column in 0..<others.count {
              let overlap = BoxOverlap(box, Box(otherRows + 4 * column, others.format))
              output.initializeElement(at: row * others.count + column, to: overlap.measure(kind))
            }
          }
        }
      }
    }
  } catch {
    throw (error as? DetectionError) ?? .deadlineExceeded
  }
}

extension BoxOverlap {
  @inline(__always)
  func measure(_ kind: OverlapKind) -> S {
    switch kind {
    case .iou: iou
    case .giou: iou - uncoveredTerm.value
    case .diou: iou - centerDistanceTerm.value
    case .ciou: iou - centerDistanceTerm.value - aspectTerm.value
    }
  }
}
