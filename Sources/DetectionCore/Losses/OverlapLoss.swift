/// A loss of the IoU family: 1 − IoU and the penalties of its kind, for paired boxes. ``OverlapKind`` has the formulas and
/// their sources.
///
/// With a power α ≠ 1 the IoU and every penalty are raised to it, α-IoU: 1 − IoU^α, + (ρ²/c²)^α, …: He et al., «Alpha-IoU»
/// (2021), eq. 4 and 5; α = 3 is theirs. With mode log the first term is −log IoU: Yu et al., «UnitBox» (2016), eq. 1.
public struct OverlapLoss<S: Scalar>: PairLoss {
  /// Which of the family.
  public var kind: OverlapKind
  /// α > 0.
  public var power: S
  /// How the IoU becomes a loss; −log IoU has no power.
  public var mode: IoUMode
  /// SIoU's θ ≥ 1: how much the shape counts; the paper has 2 to 6.
  public var theta: S

  /// A loss; with the kind alone, the family's own.
  public init(_ kind: OverlapKind, power: S = 1, mode: IoUMode = .linear, theta: S = 4) {
    self.kind = kind
    self.power = power
    self.mode = mode
    self.theta = theta
  }

  /// A loss, and each box's IoU.
  public struct Evaluation: Sendable {
    /// The loss, by box (N), and its gradient by the boxes as they were given, (N, 4).
    public let loss: ReducedLoss<S>
    /// The boxes' IoU, (N), if it was asked for.
    public let iou: Tensor<S>?
  }

  /// The loss of boxes (N, 4) and targets (N, 4) of one format; with `iou`, each box's IoU as well.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction,
    iou: Bool = false
  ) throws(DetectionError) -> Evaluation {
    let ious = iou ? UninitializedTensor<S>(Shape(vector: boxes.count)) : nil
    let loss = try evaluated(boxes, targets, weights: weights, gradient: gradient, reduction, iou: ious)
    return Evaluation(loss: loss, iou: ious?.tensor)
  }

  @inline(__always)
  func term<L: Lanes>(_ overlap: BoxOverlap<L>) -> OverlapTerm<L> where L.Element == S {
    let iou = mode == .log ? overlap.logIoUTerm : overlap.iouTerm(raisedTo: power)
    return kind.sum(iou, overlap, theta: theta) { $0.raised(to: power) }
  }
}
