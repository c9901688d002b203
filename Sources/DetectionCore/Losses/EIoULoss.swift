/// 1 − IoU + ρ²/c² + (w − w*)²/c_w² + (h − h*)²/c_h²: DIoU, and the differences of both sides by the sides of the
/// smallest box around both.
///
/// Zhang et al., «Focal and Efficient IoU Loss for Accurate Bounding Box Regression» (2021), eq. 6. The enclosing box is
/// part of the derivative. A difference 0/0 is 0. (mmdetection's EIoU is another loss, of Peng and Yu 2021.)
public struct EIoULoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// One value a box: `boxes` (N, 4), `targets` (N, 4), of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool) throws(DetectionError)
    -> BoxOverlapLoss<S>
  {
    try evaluateOverlaps(boxes, targets, gradient: gradient, term)
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).loss.reduced(reduction)`, to rounding;
  /// with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool = false
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) { $0.evaluate(term) }
  }

  @inline(__always)
  private func term(_ overlap: BoxOverlap<S>) -> OverlapTerm<S> {
    overlap.iouTerm + overlap.centerDistanceTerm + overlap.sidesTerm
  }
}

extension BoxOverlap {
  /// (w − w*)²/c_w² + (h − h*)²/c_h².
  var sidesTerm: OverlapTerm<S> {
    let (x, y) = (Self.side(x), Self.side(y))
    return OverlapTerm(value: x.value + y.value, slopes: EdgeSlopes(x: x.slopes, y: y.slopes))
  }

  /// t² with t = (w − w*)/c. Where an end bounds the enclosing box as well, ∂t = (1 − t)/c, and 1 − t is a sum:
  /// c − (w − w*) = w* + what the target has outside of the box.
  @inline(__always)
  private static func side(_ axis: AxisOverlap<S>) -> (value: S, slopes: AxisSlopes<S>) {
    let span = axis.span
    guard span > 0 else { return (0, AxisSlopes()) }
    let t = (axis.excess - axis.targetExcess) / span
    let inner = 2 * t / span
    let outer = inner * ((axis.targetSize + axis.targetExcess) / span)
    let low = -(axis.lowBounds ? inner : outer)
    let high = axis.highBounds ? inner : outer
    let isNested = axis.lowBounds == axis.highBounds
    // A shift moves one end of the enclosing box, if any.
    let drift = 2 * t * t / span
    let shift = isNested ? 0 : axis.highBounds ? drift : -drift
    return (t * t, AxisSlopes(low: low, high: high, shift: shift, stretch: (high - low) / 2))
  }
}
