/// A loss of the IoU family: 1 − IoU and the penalties of its kind, for paired boxes. ``OverlapKind`` has the formulas and
/// their sources.
///
/// With a power α ≠ 1 the IoU and every penalty are raised to it, α-IoU: 1 − IoU^α, + (ρ²/c²)^α, …: He et al., «Alpha-IoU»
/// (2021), eq. 4 and 5; α = 3 is theirs. With mode log the first term is −log IoU: Yu et al., «UnitBox» (2016), eq. 1.
public struct OverlapLoss<S: Scalar>: Sendable {
  /// Which of the family.
  public var kind: OverlapKind
  /// α > 0.
  public var power: S
  /// How the IoU becomes a loss; −log IoU has no power.
  public var mode: IoUMode
  /// SIoU's θ ≥ 1: how much the shape counts; the paper has 2 to 6.
  public var theta: S
  private static var blocks: Blocks { Blocks(size: 1024, parallelFrom: 8192) }

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
    try targets.checkPaired(with: boxes, as: .targetBoxes)
    let shape = Shape(vector: boxes.count)
    let ious = iou ? UninitializedTensor<S>(shape) : nil
    let pass = LossPass<S>(
      shape: shape, gradientShape: gradient ? boxes.tensor.shape : nil, reduction: reduction,
      meanDivisor: S(boxes.count), blocks: Self.blocks, width: 4, weights: try weights?.fitted(to: shape, of: .boxes))
    let loss = try boxes.withRows { (rows) throws(DetectionError) in
      try targets.withRows { (targetRows) throws(DetectionError) in
        let pairs = BoxPairs(boxes: rows, targets: targetRows, format: boxes.format, iou: ious?.start)
        return try pass.evaluate { sum(pairs, $0, $1) }
      }
    }
    return Evaluation(loss: loss, iou: ious?.tensor)
  }

  /// As many rows at a time as are good, one by one what is left over.
  private func sum(_ pairs: BoxPairs<S>, _ rows: Range<Int>, _ output: LossPass<S>.Output) -> Double {
    let rest = rows.upperBound - rows.count % S.Wide.count
    return sum(pairs, rows.lowerBound..<rest, output, as: S.Wide.self)
      + sum(pairs, rest..<rows.upperBound, output, as: S.One.self)
  }

  @inline(__always)
  private func sum<L: Lanes>(
    _ pairs: BoxPairs<S>, _ rows: Range<Int>, _ output: LossPass<S>.Output, as lanes: L.Type
  ) -> Double where L.Element == S {
    var sums = L.noSums
    var row = rows.lowerBound
    while row < rows.upperBound {
      let overlap: BoxOverlap<L> = pairs.overlap(row)
      let term = term(overlap)
      term.value.add(to: &sums)
      if let values = output.values { term.value.store(to: values + row) }
      if let iou = pairs.iou { overlap.iou.store(to: iou + row) }
      if let slopes = output.slopes {
        pairs.store(
          term.x * overlap.scale / output.divisor, term.y * overlap.scale / output.divisor, to: slopes + 4 &* row)
      }
      row &+= L.count
    }
    return L.total(sums)
  }

  @inline(__always)
  private func term<L: Lanes>(_ overlap: BoxOverlap<L>) -> OverlapTerm<L> where L.Element == S {
    let iou = mode == .log ? overlap.logIoUTerm : overlap.iouTerm(raisedTo: power)
    return kind.sum(iou, overlap, theta: theta) { $0.raised(to: power) }
  }
}
