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

/// Evaluates a loss of the IoU family box by box.
@inline(__always)
func evaluateOverlaps<S: Scalar>(
  _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient wantsGradient: Bool,
  _ term: (BoxOverlap<S>) -> OverlapTerm<S>
) throws(DetectionError) -> BoxOverlapLoss<S> {
  try targets.checkPaired(with: boxes, named: "target_boxes")
  let count = boxes.count
  var iou = Tensor<S>([])
  var gradient: Tensor<S>?
  let values = Tensor<S>(shape: Shape(vector: count)) { values in
    func run(_ slopes: UnsafeMutableBufferPointer<S>?) {
      iou = Tensor(shape: Shape(vector: count)) { iou in
        boxes.withRows { rows in
          targets.withRows { targetRows in
            for row in 0..<count {
              let overlap = BoxOverlap(Box(rows + 4 * row, boxes.format), Box(targetRows + 4 * row, boxes.format))
              let term = term(overlap)
              values.initializeElement(at: row, to: term.value)
              iou.initializeElement(at: row, to: overlap.iou)
              if let slopes = slopes?.baseAddress {
                (term.slopes * overlap.scale).write(to: slopes + 4 * row, boxes.format)
              }
            }
          }
        }
      }
    }
    guard wantsGradient else { return run(nil) }
    gradient = Tensor(shape: boxes.tensor.shape, initializing: run)
  }
  return BoxOverlapLoss(
    loss: UnreducedLoss(values: values, gradient: gradient, meanDivisor: S(count)), iou: iou)
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
