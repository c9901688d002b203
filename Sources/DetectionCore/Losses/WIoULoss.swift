import RealModule

/// Wise-IoU: 1 − IoU times an attention by the distance of the centres, and a focus on boxes of middling quality.
///
///     v1: L = exp(ρ²/c²) (1 − IoU)        v2: (l/m)^γ v1        v3: β/(δ α^(β − δ)) v1,  β = l/m
///
/// l is the box's 1 − IoU, m its mean over the boxes, or a running mean of the caller's. c², l and m are constants in the gradient.
/// Tong et al., «Wise-IoU: Bounding Box Regression Loss with Dynamic Focusing Mechanism» (2023), eq. 11–14. Where m is 0, all boxes
/// are right and cost nothing.
public struct WIoULoss<S: Scalar>: PairLoss {
  /// How boxes are focused on.
  public enum Version: String, Sendable, CaseIterable {
    case v1, v2, v3
  }

  /// How boxes are focused on.
  public var version: Version
  /// α > 0 of v3.
  public var alpha: Double
  /// δ > 0 of v3.
  public var delta: Double
  /// γ ≥ 0 of v2.
  public var gamma: Double
  /// m > 0; `nil`: the mean of the boxes.
  public var meanDistance: Double?

  /// A loss; the defaults are the paper's.
  public init(
    _ version: Version = .v3, alpha: Double = 1.9, delta: Double = 3, gamma: Double = 0.5, meanDistance: Double? = nil
  ) {
    self.version = version
    self.alpha = alpha
    self.delta = delta
    self.gamma = gamma
    self.meanDistance = meanDistance
  }

  /// A loss, each box's IoU, and what the boxes' 1 − IoU is on average.
  public struct Evaluation: Sendable {
    /// The loss, by box (N), and its gradient by the boxes as they were given, (N, 4).
    public let loss: ReducedLoss<S>
    /// The boxes' IoU, (N), if it was asked for.
    public let iou: Tensor<S>?
    /// The mean of 1 − IoU; 0 without boxes.
    public let meanDistance: Double
  }

  /// The loss of boxes (N, 4) and targets (N, 4) of one format.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction,
    iou: Bool = false
  ) throws(DetectionError) -> Evaluation {
    let plain = try OverlapLoss<S>(.iou).evaluate(boxes, targets: targets, gradient: false, reduction: .none, iou: iou)
    let distances = plain.loss.loss
    let mean = distances.withElements { $0.reduce(0.0) { $0 + Double($1) } } / Double(max(boxes.count, 1))
    let shape = Shape(vector: boxes.count)
    let given = try weights?.fitted(to: shape, of: .boxes)
    let focus = Tensor<S>(shape: shape) { output in
      for box in 0..<boxes.count {
        let factor = factor(Double(distances[box]), mean: meanDistance ?? mean)
        output.initializeElement(at: box, to: S(factor) * (given?[box] ?? 1))
      }
    }
    let loss = try evaluated(boxes, targets, weights: LossWeights(focus), gradient: gradient, reduction)
    return Evaluation(loss: loss, iou: plain.iou, meanDistance: mean)
  }

  /// What a box's v1 counts.
  private func factor(_ distance: Double, mean: Double) -> Double {
    let quality = mean > 0 ? distance / mean : 0
    return switch version {
    case .v1: 1
    case .v2: Double.pow(quality, gamma)
    case .v3: quality / delta * Double.exp((delta - quality) * Double.log(alpha))
    }
  }

  /// v1.
  @inline(__always)
  func term<L: Lanes>(_ overlap: BoxOverlap<L>) -> OverlapTerm<L> where L.Element == S { overlap.attendedTerm }
}

extension BoxOverlap {
  /// exp(ρ²/c²) (1 − IoU), with c² constant in the derivative.
  @inline(__always)
  fileprivate var attendedTerm: OverlapTerm<L> {
    let diagonal = (x.span * x.span + y.span * y.span).orLeast
    let attention = 1 / L.expOfNegative(-((x.offset * x.offset + y.offset * y.offset) / diagonal))
    let term = iouTerm
    let value = attention * term.value
    return OverlapTerm(
      value: value, x: term.x * attention + Self.pull(x, diagonal) * value,
      y: term.y * attention + Self.pull(y, diagonal) * value)
  }

  /// Moving an end moves the centre by half.
  @inline(__always)
  private static func pull(_ axis: AxisOverlap<L>, _ diagonal: L) -> AxisSlopes<L> {
    let pull = axis.offset / diagonal
    return axis.slopes(low: pull, high: pull, shift: 2 * pull, stretch: .zero)
  }
}
