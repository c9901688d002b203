import RealModule

/// The normalised Gaussian Wasserstein distance of two boxes, for small objects.
///
///     L = 1 − exp(−W/C),    W² = (x − x*)² + (y − y*)² + ((w − w*)/2)² + ((h − h*)/2)²
///
/// Wang et al., «A Normalized Gaussian Wasserstein Distance for Tiny Object Detection» (2021), eq. 7–10. Boxes that do not overlap
/// have a slope. Where box and target are the same, W has no derivative: it is taken as 0. The authors' code adds 1e-7 to W².
public struct NWDLoss<S: Scalar>: Sendable {
  /// C > 0, in the unit of the boxes: about the size of the objects.
  public var constant: S

  /// A loss; the default is the authors' for AI-TOD.
  public init(constant: S = 12.8) { self.constant = constant }

  /// The loss of boxes (N, 4) and targets (N, 4) of one format, after its reduction.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try targets.checkPaired(with: boxes, as: .targetBoxes)
    let shape = Shape(vector: boxes.count)
    let pass = LossPass<S>(
      shape: shape, gradientShape: gradient ? boxes.tensor.shape : nil, reduction: reduction,
      meanDivisor: S(boxes.count), blocks: .rows(width: 16), width: 4,
      weights: try weights?.fitted(to: shape, of: .boxes))
    return try pass.evaluate { rows, output in
      output.sum(rows, width: 4, at: { 4 * $0 }) { row, slopes in
        let (value, slope) = term(boxes.box(row), targets.box(row))
        if let slopes { slope.write(to: slopes, boxes.format) }
        return value
      }
    }
  }

  private func term(_ box: Box<S>, _ target: Box<S>) -> (S, CenterSizeSlopes<S>) {
    let (x, y) = (box.x.change(from: target.x), box.y.change(from: target.y))
    let distance = S.hypot(S.hypot(x.center, y.center), S.hypot(x.size / 2, y.size / 2))
    let value = -S.expMinusOne(-distance / constant)
    guard distance > 0 else { return (value, CenterSizeSlopes()) }
    let slope = S.exp(-distance / constant) / constant
    return (
      value,
      CenterSizeSlopes(
        centerX: slope * (x.center / distance), centerY: slope * (y.center / distance),
        width: slope * (x.size / distance) / 4, height: slope * (y.size / distance) / 4)
    )
  }
}

extension Interval {
  /// What the centre and the size have more than another's, of the same encoding; no digit is lost where they are near.
  fileprivate func change(from other: Interval) -> (center: S, size: S) {
    switch encoding {
    case .ends:
      (
        sumOfDifferences(first, other.first, second, other.second) / 2,
        sumOfDifferences(second, other.second, other.first, first)
      )
    case .startAndSize:
      (sumOfDifferences(first, other.first, second / 2, other.second / 2), second - other.second)
    case .centerAndSize: (first - other.first, second - other.second)
    }
  }
}
