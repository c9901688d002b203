/// 1 − IoU + ρ²/c², with ρ the distance of the centres and c the diagonal of the smallest box around both.
///
/// Zheng et al., «Distance-IoU Loss» (2020), eq. 7. Two equal points have the penalty 0.
public struct DIoULoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// One value a box: `boxes` (N, 4), `targets` (N, 4), of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool) throws(DetectionError)
    -> BoxOverlapLoss<S>
  {
    try evaluateOverlaps(boxes, targets, gradient: gradient) { $0.iouTerm + $0.centerDistanceTerm }
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).loss.reduced(reduction)`, to rounding;
  /// with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool = false
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) {
      $0.iouTerm + $0.centerDistanceTerm
    } lanes: {
      $0.iouTerm + $0.centerDistanceTerm
    }
  }
}

extension BoxOverlap {
  /// ρ²/c².
  var centerDistanceTerm: OverlapTerm<S> {
    let diagonal = x.span * x.span + y.span * y.span
    guard diagonal > 0 else { return .zero }
    let ratio = (x.offset * x.offset + y.offset * y.offset) / diagonal
    return OverlapTerm(
      value: ratio, slopes: EdgeSlopes(x: Self.slopes(x, ratio, diagonal), y: Self.slopes(y, ratio, diagonal)))
  }

  /// Moving an end moves the centre by half, and the span by all if the end bounds it.
  @inline(__always)
  private static func slopes(_ axis: AxisOverlap<S>, _ ratio: S, _ diagonal: S) -> AxisSlopes<S> {
    let pull = axis.offset / diagonal
    let spread = 2 * ratio * axis.span / diagonal
    let low = axis.lowBounds ? 0 : spread
    let high = axis.highBounds ? 0 : -spread
    return AxisSlopes(
      low: pull + low, high: pull + high, shift: 2 * pull + (low + high), stretch: (high - low) / 2)
  }
}
