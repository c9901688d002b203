import RealModule

/// 1 − IoU + ρ²/c² + αv: DIoU and a penalty on the aspect ratio.
///
///     v = 4/π² (arctan w*/h* − arctan w/h)²,    α = v / (1 − IoU + v)
///
/// Zheng et al., «Distance-IoU Loss» (2020), eq. 8–11. α is held constant in the gradient, as in the authors' and every
/// other implementation. A ratio 0/0 is 0.
public struct CIoULoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// One value a box: `boxes` (N, 4), `targets` (N, 4), of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool) throws(DetectionError)
    -> BoxOverlapLoss<S>
  {
    try evaluateOverlaps(boxes, targets, gradient: gradient) { $0.iouTerm + $0.centerDistanceTerm + $0.aspectTerm }
  }

  /// The loss after its reduction, in one pass over memory: the same as `evaluate(…).loss.reduced(reduction)`, to rounding;
  /// with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool = false
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try OverlapPass.evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) {
      $0.iouTerm + $0.centerDistanceTerm + $0.aspectTerm
    } lanes: {
      $0.iouTerm + $0.centerDistanceTerm + $0.aspectTerm
    }
  }
}

extension BoxOverlap {
  /// αv, with α constant in the derivative.
  var aspectTerm: OverlapTerm<S> {
    let angle = Self.aspectDifference(width: x.size, height: y.size, x.targetSize, y.targetSize)
    let share = 4 / (S.pi * S.pi)
    let v = share * angle * angle
    let total = distance + v
    guard total > 0, v > 0 else { return .zero }
    let alpha = v / total
    let squared = x.size * x.size + y.size * y.size
    // ∂arctan(w/h): h/(w² + h²) by w, −w/(w² + h²) by h.
    let slope = squared > 0 ? -2 * alpha * share * angle / squared : 0
    let (byWidth, byHeight) = (slope * y.size, -slope * x.size)
    return OverlapTerm(
      value: alpha * v,
      slopes: EdgeSlopes(
        x: AxisSlopes(low: -byWidth, high: byWidth, shift: 0, stretch: byWidth),
        y: AxisSlopes(low: -byHeight, high: byHeight, shift: 0, stretch: byHeight)))
  }

  /// arctan w*/h* − arctan w/h, by the difference formula, so that nearly equal ratios do not cancel. 0/0 counts as 0.
  @inline(__always)
  private static func aspectDifference(width: S, height: S, _ targetWidth: S, _ targetHeight: S) -> S {
    let (w, h) = width == 0 ? (0, 1) : (width, height)
    let (targetW, targetH) = targetWidth == 0 ? (0, 1) : (targetWidth, targetHeight)
    // w* h − w h*, the rounding error of the first product added back.
    let product = targetW * h
    let error = (-product).addingProduct(targetW, h)
    let cross = product.addingProduct(-w, targetH) + error
    return S.atan2(y: cross, x: targetW * w + targetH * h)
  }
}
