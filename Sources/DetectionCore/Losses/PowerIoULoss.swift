import RealModule

/// The IoU family with every term raised to a power, α-IoU:
///
///     1 − IoU^α,    + (|C∖∪|/|C|)^α,    + (ρ²/c²)^α,    + (βv)^α
///
/// He et al., «Alpha-IoU: A Family of Power Intersection over Union Losses for Bounding Box Regression» (2021), eq. 4
/// and 5; α = 3 is theirs, α = 1 the family itself. β of CIoU is held constant in the gradient. An IoU or a penalty
/// below the smallest normal number has slope 0, for every α > 0.
public struct PowerIoULoss<S: Scalar>: Sendable {
  /// Which of the family.
  public var kind: OverlapKind
  /// α > 0.
  public var power: S

  /// A loss.
  public init(_ kind: OverlapKind, power: S) {
    self.kind = kind
    self.power = power
  }

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
    let term = overlap.iouTerm(power)
    switch kind {
    case .iou: return term
    case .giou: return term + overlap.uncoveredTerm.raised(to: power)
    case .diou: return term + overlap.centerDistanceTerm.raised(to: power)
    case .ciou: return term + overlap.centerDistanceTerm.raised(to: power) + overlap.aspectTerm.raised(to: power)
    }
  }
}

extension BoxOverlap {
  /// 1 − IoU^α = −expm1(α log IoU), which keeps its digits where the IoU is nearly 1.
  func iouTerm(_ power: S) -> OverlapTerm<S> {
    let (linear, iou) = (iouTerm, iou)
    guard power != 1 else { return linear }
    guard iou >= .leastNormalMagnitude else { return OverlapTerm(value: 1, slopes: EdgeSlopes()) }
    let logarithm = linear.value < 0.5 ? S.log(onePlus: -linear.value) : S.log(iou)
    return OverlapTerm(
      value: 0 - S.expMinusOne(power * logarithm), slopes: linear.slopes * (power * S.exp((power - 1) * logarithm)))
  }
}

extension OverlapTerm {
  /// The term to a power. Its slope is p v^p (v′/v): v^(p−1) of a vanishing v is never formed.
  func raised(to power: S) -> OverlapTerm {
    guard power != 1 else { return self }
    guard value >= .leastNormalMagnitude else { return OverlapTerm(value: 0, slopes: EdgeSlopes()) }
    let raised = S.pow(value, power)
    return OverlapTerm(value: raised, slopes: slopes * (power * (raised / value)))
  }
}
