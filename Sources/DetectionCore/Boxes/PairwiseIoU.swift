import Dispatch

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
  let columns = kind == .iou ? OrdinaryBoxes(boxes, others) : nil
  let result = UninitializedTensor<S>(shape)
  let rowsPerBlock = max(1, 16384 / max(others.count, 1))
  let blocks = (boxes.count + rowsPerBlock - 1) / rowsPerBlock
  let late = UninitializedTensor<Bool>(Shape(vector: blocks))
  @Sendable func work(_ block: Int) {
    (late.start + block).initialize(to: deadline.isOver)
    guard !late.start[block] else { return }
    for row in block * rowsPerBlock..<min((block + 1) * rowsPerBlock, boxes.count) {
      let output = result.start + row * others.count
      if let columns {
        columns.write(row, to: output)
      } else {
        measure(boxes, row, others, kind, to: output)
      }
    }
  }
  if count >= 65536 {
    DispatchQueue.concurrentPerform(iterations: blocks, execute: work)
  } else {
    for block in 0..<blocks { work(block) }
  }
  guard !late.tensor.elements.contains(true) else { throw .deadlineExceeded }
  return result.tensor
}

/// One row, pair by pair.
@inline(__always)
private func measure<S: Scalar>(
  _ boxes: Boxes<S>, _ row: Int, _ others: Boxes<S>, _ kind: OverlapKind, to output: UnsafeMutablePointer<S>
) {
  boxes.withRows { rows in
    others.withRows { otherRows in
      let box = Box(rows + 4 * row, boxes.format)
      for column in 0..<others.count {
        let overlap = BoxOverlap(box, Box(otherRows + 4 * column, others.format))
        (output + column).initialize(to: overlap.measure(kind))
      }
    }
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
