/// 1 − IoU + |C ∖ (B ∪ B*)| / |C|, with C the smallest box around both.
///
/// Rezatofighi et al., «Generalized Intersection over Union» (2019), algorithm 1. Where C has no area the penalty is 0.
public struct GIoULoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// One value a box: `boxes` (N, 4), `targets` (N, 4), of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool) throws(DetectionError)
    -> BoxOverlapLoss<S>
  {
    try evaluateOverlaps(boxes, targets, gradient: gradient) { $0.iouTerm + $0.uncoveredTerm }
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).loss.reduced(reduction)`, to rounding;
  /// with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool = false
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) {
      $0.iouTerm + $0.uncoveredTerm
    } lanes: {
      $0.iouTerm + $0.uncoveredTerm
    }
  }
}

extension BoxOverlap {
  /// |C ∖ (B ∪ B*)| / |C| = 1 − U/C.
  var uncoveredTerm: OverlapTerm<S> {
    let enclosing = enclosing
    guard enclosing > 0 else { return .zero }
    let uncovered = uncovered
    return OverlapTerm(
      value: uncovered / enclosing,
      slopes: EdgeSlopes(x: slopes(x, y, enclosing, uncovered), y: slopes(y, x, enclosing, uncovered)))
  }

  /// ∂(1 − U/C) = (U ∂C − C ∂U)/C². An end that does not bound the overlap bounds C:
  /// then U − c h = c (C/c − h) − (C − U) with c the span, which is a sum over what the box leaves of C.
  @inline(__always)
  private func slopes(_ axis: AxisOverlap<S>, _ across: AxisOverlap<S>, _ enclosing: S, _ uncovered: S)
    -> AxisSlopes<S>
  {
    let inner = -(intersection > 0 ? across.excess : across.size) / enclosing
    let outer = (across.targetExcess - uncovered / axis.span) / enclosing
    let low = -(axis.lowBounds ? inner : outer)
    let high = axis.highBounds ? inner : outer
    let isNested = axis.lowBounds == axis.highBounds
    return AxisSlopes(low: low, high: high, shift: isNested ? 0 : low + high, stretch: (high - low) / 2)
  }
}
