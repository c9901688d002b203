import RealModule

/// 1 − IoU, or −log IoU.
///
/// −log IoU: Yu et al., «UnitBox» (2016), eq. 1. 1 − IoU is exact however near the boxes are. Boxes that do not overlap
/// have the gradient 0 (and, in the logarithm, the IoU is held at the smallest normal number).
public struct IoULoss<S: Scalar>: Sendable {
  /// How the IoU becomes a loss.
  public enum Mode: String, Sendable, CaseIterable {
    /// 1 − IoU.
    case linear
    /// −log IoU.
    case log
  }

  /// 1 − IoU or −log IoU.
  public var mode: Mode

  /// An IoU loss.
  public init(mode: Mode = .linear) { self.mode = mode }

  /// One value a box: `boxes` (N, 4), `targets` (N, 4), of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool) throws(DetectionError)
    -> BoxOverlapLoss<S>
  {
    switch mode {
    case .linear: try evaluateOverlaps(boxes, targets, gradient: gradient) { $0.iouTerm }
    case .log: try evaluateOverlaps(boxes, targets, gradient: gradient) { $0.logIoUTerm }
    }
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).loss.reduced(reduction)`, to rounding;
  /// with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool = false
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    switch mode {
    case .linear:
      try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) {
        $0.iouTerm
      } lanes: {
        $0.iouTerm
      }
    case .log:
      try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) {
        $0.evaluate { $0.logIoUTerm }
      }
    }
  }
}

extension BoxOverlap {
  /// 1 − IoU.
  var iouTerm: OverlapTerm<S> {
    guard intersection > 0 else { return OverlapTerm(value: distance, slopes: EdgeSlopes()) }
    return OverlapTerm(value: distance, slopes: EdgeSlopes(x: iouSlopes(x, y), y: iouSlopes(y, x)))
  }

  /// −log IoU = −log(1 − (1 − IoU)): by whichever of the two is small.
  var logIoUTerm: OverlapTerm<S> {
    let linear = iouTerm
    let iou = iou
    guard iou >= .leastNormalMagnitude else {
      return OverlapTerm(value: clampedNegativeLog(iou), slopes: EdgeSlopes())
    }
    let value = linear.value < 0.5 ? -S.log(onePlus: -linear.value) : -S.log(iou)
    return OverlapTerm(value: max(value, 0), slopes: linear.slopes * (1 / iou))
  }

  /// −∂IoU along `axis`. Where the box's end bounds the overlap i, growing it adds `across.overlap` to I and
  /// `across.excess` to U; else it adds nothing to I and the whole `across.size` to U:
  ///
  ///     ∂IoU = (∂I (U + I) − I ∂A)/U²,    U + I − i h = A* + (w − i) h
  ///
  /// A box that is shifted against its target gains at one end what it loses at the other: the difference of both is
  /// `across.overlap` (i h − A* − (w − i) h)/U², with i = w* − targetExcess.
  @inline(__always)
  private func iouSlopes(_ axis: AxisOverlap<S>, _ across: AxisOverlap<S>) -> AxisSlopes<S> {
    let gain = (across.overlap / union) * ((axis.targetSize * across.targetSize + axis.excess * across.size) / union)
    let cost = (intersection / union) * (across.size / union)
    switch (axis.lowBounds, axis.highBounds) {
    case (true, true): return AxisSlopes(low: gain, high: -gain, shift: 0, stretch: -gain)
    case (false, false): return AxisSlopes(low: -cost, high: cost, shift: 0, stretch: cost)
    case (let isRight, _):
      let net =
        (across.overlap / union)
        * ((axis.targetSize * (across.excess - across.targetExcess)
          - (axis.excess + axis.targetExcess) * across.size) / union)
      return isRight
        ? AxisSlopes(low: gain, high: cost, shift: gain + cost, stretch: net / 2)
        : AxisSlopes(low: -cost, high: -gain, shift: -(gain + cost), stretch: net / 2)
    }
  }
}
