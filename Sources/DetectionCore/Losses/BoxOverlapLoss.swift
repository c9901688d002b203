/// What a loss of the IoU family says about one box: the loss, and its derivative by the box's edges, in the overlap's
/// scaled lengths.
struct OverlapTerm<S: Scalar> {
  var value: S
  var slopes: EdgeSlopes<S>

  @inline(__always)
  static func + (a: OverlapTerm, b: OverlapTerm) -> OverlapTerm {
    OverlapTerm(value: a.value + b.value, slopes: a.slopes + b.slopes)
  }

  static var zero: OverlapTerm { OverlapTerm(value: 0, slopes: EdgeSlopes()) }
}

/// A loss of the IoU family, and each box's IoU.
public struct BoxOverlapLoss<S: Scalar>: Sendable {
  /// One value a box, (N), and the gradient by the boxes as they were given, (N, 4).
  public let loss: UnreducedLoss<S>
  /// The boxes' IoU, (N).
  public let iou: Tensor<S>
}

/// The same after its reduction.
public struct ReducedBoxOverlapLoss<S: Scalar>: Sendable {
  /// The loss, and the gradient by the boxes as they were given, (N, 4).
  public let loss: ReducedLoss<S>
  /// The boxes' IoU, (N), if they were asked for.
  public let iou: Tensor<S>?
}

/// Evaluates a loss of the IoU family box by box.
@inline(__always)
func evaluateOverlaps<S: Scalar>(
  _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, _ term: (BoxOverlap<S>) -> OverlapTerm<S>
) throws(DetectionError) -> BoxOverlapLoss<S> {
  try targets.checkPaired(with: boxes, named: "target_boxes")
  let shape = Shape(vector: boxes.count)
  let values = UninitializedTensor<S>(shape)
  let iou = UninitializedTensor<S>(shape)
  let slopes = gradient ? UninitializedTensor<S>(boxes.tensor.shape) : nil
  boxes.withRows { rows in
    targets.withRows { targetRows in
      let whole = BoxStretch(
        count: boxes.count, boxes: rows, targets: targetRows, format: boxes.format, values: values.start,
        iou: iou.start, slopes: slopes?.start, divisor: 1)
      _ = whole.evaluate(term)
    }
  }
  let loss = UnreducedLoss(values: values.tensor, gradient: slopes?.tensor, meanDivisor: S(boxes.count))
  return BoxOverlapLoss(loss: loss, iou: iou.tensor)
}

extension Boxes {
  /// Row i of one list goes with row i of the other: as many, in the same format.
  func checkPaired(with other: Boxes, named name: String) throws(DetectionError) {
    try tensor.check(name, shape: other.tensor.shape, like: "boxes")
    guard format == other.format else {
      throw .conflict(input: name, reason: "all boxes of a request share one format")
    }
  }
}
