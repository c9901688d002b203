/// The measure between every box of one list and every box of another, (N, M); both lists share one format.
///
/// A measure is 1 − the loss of the same kind, ``OverlapKind/measures``.
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
    throw .conflict(.targetBoxes, .formats)
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
    Parallel.forEach(blocks, work)
  } else {
    for block in 0..<blocks { work(block) }
  }
  guard !late.tensor.elements.contains(true) else { throw .deadlineExceeded }
  return result.tensor
}

/// One row, as many pairs at a time as are good.
private func measure<S: Scalar>(
  _ boxes: Boxes<S>, _ row: Int, _ others: Boxes<S>, _ kind: OverlapKind, to output: UnsafeMutablePointer<S>
) {
  boxes.withRows { rows in
    others.withRows { otherRows in
      let pairs = BoxPairs(boxes: rows, targets: otherRows, format: boxes.format, iou: nil)
      let rest = others.count - others.count % S.Wide.count
      for column in stride(from: 0, to: rest, by: S.Wide.count) {
        let overlap: BoxOverlap<S.Wide> = pairs.overlap(row, withAllFrom: column)
        kind.measure(overlap).store(to: output + column)
      }
      for column in rest..<others.count {
        let overlap: BoxOverlap<S.One> = pairs.overlap(row, withAllFrom: column)
        kind.measure(overlap).store(to: output + column)
      }
    }
  }
}
